/** The links of the crews of the open incident, and where those crews are that share it. */
import { uuid7 } from "../shared/outbox/uuid";
import * as api from "./api";
import type { CrewLink, Detail } from "./types";

/** As often as a crew on foot is somewhere else. */
const AGAIN_AFTER_MS = 10_000;

export class Crews {
  links = $state.raw<readonly CrewLink[]>([]);
  /** The addresses of the links that were made here: the server tells each once. */
  addresses = $state.raw<Readonly<Record<string, string>>>({});
  busy = $state(false);

  #incident: string | null = null;
  #lastEvent = -1;
  #readAt_ms = -Infinity;
  #reading = false;
  #asked: { what: string; id: string } = { what: "", id: "" };

  /** The links of one unit that was sent, those that are over left out. */
  of(assignment: string): readonly CrewLink[] {
    return this.links.filter((link) => link.assignment === assignment && link.state === "running");
  }

  /** Take note of the facts of the open incident; read again when it has moved on, and while a crew has a link. */
  follow({ id, timeline, units }: Pick<Detail, "id" | "timeline" | "units">, now_ms = performance.now()): void {
    const lastEvent = timeline.at(-1)?.id ?? 0;
    if (id !== this.#incident) {
      [this.#incident, this.links, this.addresses, this.#lastEvent, this.#readAt_ms] = [id, [], {}, -1, -Infinity];
      this.#reading = false;
    }
    const isDue = lastEvent !== this.#lastEvent || (this.links.some(({ state }) => state === "running") && now_ms - this.#readAt_ms >= AGAIN_AFTER_MS);
    if (units.length === 0 || !isDue || this.#reading) return;
    [this.#lastEvent, this.#readAt_ms] = [lastEvent, now_ms];
    void this.read();
  }

  async read(): Promise<void> {
    const id = this.#incident;
    if (!id) return;
    this.#reading = true;
    const answer = await api.crewLinks(id);
    if (id !== this.#incident) return;
    this.#reading = false;
    if (answer.ok) this.links = answer.body.links;
  }

  /** Make a link for the crew of a unit, and send it as a text message if wished; the answer holds its address. */
  async make(assignment: string, sends: boolean): Promise<api.Answer<CrewLink & { url: string }> | null> {
    const id = this.#incident;
    if (!id || this.busy) return null;
    // The id goes with what is asked: a press whose answer was lost makes no second link.
    const what = [id, assignment, sends].join();
    if (this.#asked.what !== what) this.#asked = { what, id: uuid7() };
    this.busy = true;
    const answer = await api.makeCrewLink(id, { id: this.#asked.id, assignment, sends });
    this.busy = false;
    if (answer.ok) {
      this.#asked = { what: "", id: "" };
      this.addresses = { ...this.addresses, [answer.body.id]: answer.body.url };
    }
    await this.read();
    return answer;
  }

  async end(link: string): Promise<api.Answer<CrewLink> | null> {
    const id = this.#incident;
    if (!id || this.busy) return null;
    this.busy = true;
    const answer = await api.endCrewLink(id, link);
    this.busy = false;
    await this.read();
    return answer;
  }
}
