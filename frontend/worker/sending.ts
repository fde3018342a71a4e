/** What waits on the phone goes out when a line comes back, with the page closed. */
import { type Kept, due, found } from "../shared/outbox/kept";
import { Outbox, left } from "../shared/outbox/outbox";
import { type PlateReport, PlateReports } from "../shared/outbox/plate_reports";
import { type Store, open } from "../shared/outbox/store";

/** Send what is left of today's reports, real and practised. Rejects when something could not be sent: the browser tries again later. */
export async function sendLeft(): Promise<void> {
  const plates = open<PlateReport>("plate-reports").then((store) => new PlateReports(store).send());
  await Promise.all([...["outbox", "exercises"].map(sendStore), plates]);
}

async function sendStore(name: string): Promise<void> {
  const store = await open<Kept>(name);
  if (!store.durable) return;
  const waiting = (await left(store)).filter((kept) => due(kept) && found(kept) === "go on");
  await Promise.all(waiting.map((kept) => sent(store, kept)));
}

function sent(store: Store<Kept>, kept: Kept): Promise<void> {
  const outbox = new Outbox(store);
  return new Promise((resolve, reject) => {
    outbox.changed = () => {
      if (outbox.phase === "idle") resolve();
      // The wait between two tries is the browser's own: it knows when there is a line.
      if (outbox.phase === "waiting") reject(new Error("no line yet"));
    };
    outbox.adopt(kept);
  });
}
