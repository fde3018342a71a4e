/** One dispatcher's desk: the list, the open incident, the bell, and what each key does. */
import { tick } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import { Announcer } from "./announcer.svelte";
import { everySecond, startClock } from "./clock.svelte";
import { OpenIncident } from "./incident.svelte";
import { EVERYTHING, type Filter, filtered, following, WHOSE } from "./filter";
import type { Command } from "./keys";
import { Live } from "./live.svelte";
import { phrase } from "./phrases";
import { mayAct, neighbour, queueOf, unopened, windowTitle } from "./queue";
import { say } from "./settings.svelte";
import { Sound } from "./sound.svelte";
import { title } from "./title";
import { Taking, type Mode } from "./taking.svelte";
import type { Detail, Frame, Row } from "./types";
import { Crews } from "./crews.svelte";
import { WaysThere } from "./ways.svelte";

export type Tab = "open" | "closed" | "exercises";

const RING_EVERY_S = 10;
const RING_LOUDER_EVERY_S = 4;
const ON_DUTY = ["dispatcher", "supervisor"];

export class Desk {
  readonly sound = new Sound();
  readonly announcer = new Announcer();
  readonly live: Live = new Live({
    arrived: (row) => this.#arrived(row),
    heard: (frame) => this.#heard(frame),
    listed: () => this.incident.listed(),
    gone: (id) => this.incident.gone(id),
  });
  readonly incident: OpenIncident = new OpenIncident(this.live, (row) => this.mayAct(row));

  readonly ways = new WaysThere();
  readonly crews = new Crews();
  readonly taking = new Taking((taken) => this.#took(taken));

  tab = $state<Tab>("open");
  filter = $state.raw<Filter>(EVERYTHING);
  helpShown = $state(false);
  handOffShown = $state(false);
  /** Grows with each wish to fit the map or to copy; the panel that can do it watches. */
  fitWished = $state(0);
  copyWished = $state(0);

  /** The row that a key is about to go to: it must exist before it can have the keyboard. */
  wanted = $state<string | null>(null);

  /** Incidents on which another report came after somebody had opened them, until they are looked at again. */
  readonly another = new SvelteSet<string>();

  readonly queue = $derived(queueOf(this.live.rows.values()));
  readonly waiting = $derived(unopened(this.queue.open).filter((row) => this.rings(row)));
  readonly shown = $derived(this.tab === "open" ? filtered(this.queue.open, this.filter, this.live.session?.name ?? "") : this.queue[this.tab]);
  /** How many open ones the filter leaves out. */
  readonly hidden = $derived(this.tab === "open" ? this.queue.open.length - this.shown.length : 0);
  readonly title = $derived(windowTitle(this.waiting.length, say("new_report"), say("product")));

  /** With nothing chosen Enter opens who waits longest; over an open incident a second press opens no other one. */
  readonly opensFirst = $derived(this.incident.id === null);

  /** The jurisdictions in which this person is on duty. */
  readonly dutyIn: readonly number[] = $derived(
    (this.live.session?.jurisdictions ?? []).filter((one) => one.roles.some((role) => ON_DUTY.includes(role))).map(({ id }) => id),
  );

  /** Start everything that runs; returns how to stop it. */
  start(): () => void {
    const unticked = everySecond((second) => {
      const isLate = this.waiting.some((row) => row.escalation > 0);
      if (this.waiting.length > 0 && second % (isLate ? RING_LOUDER_EVERY_S : RING_EVERY_S) === 0) this.sound.alarm(isLate);
    });
    const stops = [startClock(), unticked, this.sound.start(), this.live.start(), () => this.announcer.stop()];
    return () => stops.forEach((stop) => void stop());
  }

  /** Say whether this person may act on an incident, or only look. */
  mayAct(row: Row): boolean {
    return mayAct(row, this.dutyIn);
  }

  /** Say whether another centre waits for an answer of this one. */
  isAsked(row: Row): boolean {
    return row.hand_over?.state === "waiting" && this.dutyIn.includes(row.hand_over.taker);
  }

  /** Say whether a report rings here: a neighbour's that is only seen waits for its own centre. When in doubt it rings. */
  rings(row: Row): boolean {
    return this.live.session === null || this.mayAct(row);
  }

  /** Look at the further reports of the open incident. */
  showOthers(row: Row): void {
    this.another.delete(row.id);
    document.getElementById("other-reports")?.scrollIntoView();
  }

  /** Open an incident and go there: the row that was pressed may stand for another one a moment later. */
  open(row: Row): void {
    this.another.delete(row.id);
    void this.incident.open(row.id);
    document.getElementById("incident")?.focus();
  }

  /** Open what was picked on the map. */
  openById(id: string): void {
    const row = this.live.rows.get(id);
    if (row) this.open(row);
  }

  /** Take a closed incident up again, and go with it to the list where it now stands. */
  async reopen(): Promise<void> {
    if (!(await this.incident.reopen())) return;
    this.show(this.incident.row?.exercise ? "exercises" : "open");
    await tick();
    if (this.incident.id) rowOf(this.incident.id)?.scrollIntoView({ block: "nearest" });
  }

  show(tab: Tab): void {
    this.tab = tab;
    if (tab !== "open") void this.live.readClosed();
  }

  /** Show less of the open list; what nobody has opened stays. */
  narrow(changes: Partial<Filter>): void {
    this.show("open");
    this.filter = { ...this.filter, ...changes };
  }

  showAll(): void {
    this.filter = EVERYTHING;
  }

  /** Do what a key asks for; false when it means nothing now. */
  run(command: Command): boolean {
    const longest = this.waiting[0];
    const does: Partial<Record<Command, () => void>> = {
      next: () => void this.#goTo(neighbour(this.shown, this.#chosen, 1)),
      previous: () => void this.#goTo(neighbour(this.shown, this.#chosen, -1)),
      fit: () => (this.fitWished += 1),
      open_tab: () => this.show("open"),
      closed_tab: () => this.show("closed"),
      exercises_tab: () => this.show("exercises"),
      filter_whose: () => this.narrow({ whose: following(WHOSE, this.filter.whose) }),
      filter_kind: () => this.narrow({ kind: following(["", ...new Set(this.queue.open.map((row) => row.kind).sort())], this.filter.kind) }),
      show_all: () => this.showAll(),
      take_call: () => this.#take("call"),
      take_text: () => this.#take("text"),
      take_locate: () => this.#take("locate"),
      sound: () => this.sound.toggle(),
      help: () => (this.helpShown = !this.helpShown),
      leave: () => this.#leave(),
      ...(longest && this.opensFirst && !isPressable(document.activeElement) && { open: () => this.open(longest) }),
      ...(this.incident.row && this.#onIncident(this.incident.row)),
    };
    does[command]?.();
    return does[command] !== undefined;
  }

  /** The row that has the keyboard, or else the one that is open. */
  get #chosen(): string | null {
    return document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset["row"] ?? this.incident.id;
  }

  async #goTo(row: Row | undefined): Promise<void> {
    if (!row) return;
    this.wanted = row.id;
    await tick();
    rowOf(row.id)?.focus();
    this.wanted = null;
  }

  #onIncident(row: Row): Partial<Record<Command, () => void>> {
    const copy = { copy: () => (this.copyWished += 1) };
    const isGoing = this.mayAct(row) || this.isAsked(row);
    const handOver = { ...(isGoing && { hand_over: () => focusIn("hand-over") }) };
    if (!this.mayAct(row)) return { ...copy, ...handOver };
    return {
      ...copy,
      ...handOver,
      hand_off: () => void this.#handOff(),
      ...(this.ways.listed.length > 1 && { next_way: () => this.ways.next() }),
      acknowledge: () => void this.incident.acknowledge(),
      ...(row.state !== "dispatched" && row.state !== "closed" && { dispatch: () => this.#openForm("dispatch") }),
      ...(this.incident.same && row.state !== "closed" && { merge: () => this.#mergeSame() }),
      ...(this.incident.detail?.merged[0] && { split: () => void this.incident.split(this.incident.detail!.merged[0]!.id) }),
      ...(row.state !== "closed" && { close: () => this.#openForm("close") }),
      ...(row.state !== "closed" && row.state !== "new" && { assign: () => document.getElementById("unit")?.focus() }),
      ...(row.state !== "closed" && { ask_position: () => void this.incident.askPosition() }),
      ...(row.state === "closed" && { reopen: () => void this.reopen() }),
      message: () => document.getElementById("message")?.focus(),
    };
  }

  async #handOff(): Promise<void> {
    this.handOffShown = !this.handOffShown;
    await tick();
    if (this.handOffShown) focusIn("hand-off");
  }

  #mergeSame(): void {
    const { same } = this.incident;
    if (same) void this.incident.merge(same);
  }

  /** Pressing the key of a form that is open already says nothing about what overtook it. */
  #openForm(kind: "dispatch" | "close"): void {
    if (this.incident.form?.kind !== kind) this.incident.arm(kind);
  }

  #leave(): void {
    if (document.activeElement instanceof HTMLElement && isField(document.activeElement)) {
      document.activeElement.blur();
    } else if (this.helpShown) this.helpShown = false;
    else if (this.taking.mode) this.taking.mode = null;
    else if (this.incident.form) this.incident.disarm();
    else this.incident.notice = null;
  }

  #take(mode: Mode): void {
    this.taking.mode = mode;
  }

  /** Go to the incident that a call, a text or a question became. */
  #took(taken: Detail | { incident: string }): void {
    void this.incident.open("incident" in taken ? taken.incident : taken.id);
    document.getElementById("incident")?.focus();
  }

  #arrived(row: Row): void {
    if (!this.rings(row)) return;
    if (row.exercise) this.sound.exercise();
    else this.sound.alarm();
    if (row.state !== "new") this.another.add(row.id);
    const place = title(row);
    this.#tell(row, say(row.state === "new" ? "arrived" : "arrived_another", { place, kind: phrase("kind", row.kind) }));
  }

  #heard(frame: Frame): void {
    if (frame.kind === "message_from_person") {
      if (frame.incident.exercise) this.sound.exercise();
      else this.sound.message();
      this.#tell(frame.incident, `${phrase("event", frame.kind)}: ${frame.message?.quick ? phrase("quick", frame.message.quick) : (frame.message?.text ?? "")}`);
    }
    if (frame.kind === "hand_over_offered" && this.isAsked(frame.incident)) this.#isOffered(frame.incident);
    this.incident.heard(frame);
  }

  /** A neighbour waits for an answer: that is heard as a report is. */
  #isOffered(row: Row): void {
    if (row.exercise) this.sound.exercise();
    else this.sound.alarm();
    this.#tell(row, `${phrase("event", "hand_over_offered")}: ${title(row)}`);
  }

  /** Say what has happened; of an exercise, that it is one before anything else. */
  #tell(row: Row, text: string): void {
    this.announcer.tell(row.exercise ? `${say("exercise")}: ${text}` : text);
  }
}

/** Say whether Enter means something to the focused element by itself. */
function isPressable(element: Element | null): boolean {
  return element?.matches("button, a[href], summary, [role=button]") ?? false;
}

/** Say whether an element takes typing, so that letters are letters there. */
export function isField(element: Element | null): boolean {
  return element?.matches("input:not([type=radio], [type=checkbox]), textarea, select") ?? false;
}

/** Go to the first thing in a panel that can be pressed or filled in. */
function focusIn(panel: string): void {
  const first = document.getElementById(panel)?.querySelector<HTMLElement>("button:not(:disabled), select, input");
  first?.scrollIntoView({ block: "center" });
  first?.focus();
}

function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row="${id}"]`);
}
