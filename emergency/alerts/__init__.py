"""What is closed or dangerous, told to everybody in the Common Alerting Protocol: no person, no incident."""
