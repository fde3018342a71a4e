/** Where the centre takes no positions over the internet: the phone's own goes into the text message alone. */
import { watch } from "../shared/geo/watch";
import { by, write } from "./dom";
import { fillIn } from "./message";
import { say } from "./words";

export function localPosition(): void {
  const [button, status] = [by("add-gps"), by("local-status")];
  if (!button || !status) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    status.hidden = false;
    write(status, say("gps_asking"));
    watch(
      (measured) => {
        fillIn(measured);
        write(status, say("gps_in_text", { m: Math.ceil(measured.uncertainty_m) }));
      },
      (why) => {
        if (why !== "over") write(status, say(why === "denied" ? "gps_denied_local" : "gps_unavailable"));
      },
    );
  });
}
