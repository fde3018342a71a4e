"""Each incident event, signed, to the systems that asked for it.

The event log is what is owed: an event is written in the transaction of the change that it tells of. ``plan``
turns what an endpoint has not seen into deliveries, ``turn`` sends those of one endpoint, ``courier`` gives every
endpoint its turns in a thread of its own. So the intake writes nothing for a webhook and no fault here refuses a call.
"""
