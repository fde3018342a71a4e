/** What is on screen and how fresh it is: the list, the stream that keeps it, the polling beneath. */
import { SvelteMap } from "svelte/reactivity";
import { furthest, isBehind, readCursor, step, writeCursor, type Cursor } from "../shared/stream/cursor";
import { follow, type Connection, type Follower } from "../shared/stream/follow";
import type { StreamMessage } from "../shared/stream/parse";
import * as api from "./api";
import { everySecond, serverNow, setServerTime } from "./clock.svelte";
import { newer } from "./queue";
import type { Frame, List, Row, Session } from "./types";

const POLL_EVERY_S = 5;

export type News = {
  /** A report came in: a new incident, or a further report on one that somebody may have opened already. */
  arrived(row: Row): void;
  /** Something happened to an incident. */
  heard(frame: Frame): void;
  /** An incident of another centre is not shown to this desk any more. */
  gone(id: string): void;
  /** The list was read again: without the stream, nothing else tells what has become of the open incident. */
  listed(): void;
};

export class Live {
  readonly rows = new SvelteMap<string, Row>();
  session = $state<Session | null>(null);
  connection = $state<Connection>("connecting");
  loaded = $state<"loading" | "ready" | "failed">("loading");
  /** Signed in, but not as somebody on duty: there is nothing to follow until a new sign-in. */
  refused = $state(false);
  signedOut = $state(false);
  /** The server's time when it last said anything that we could show. */
  heardAt = $state(0);
  closedLoaded = $state<"no" | "loading" | "ready" | "failed">("no");

  #cursor: Cursor = new Map();
  #follower: Follower | null = null;
  #polling = false;
  /** How often the stream has told of incidents of other centres: they have no place in the cursor. */
  #outsideHeard = 0;

  constructor(private readonly news: News) {}

  /** Read the list, then follow the stream from where the list ends; returns how to stop. */
  start(): () => void {
    void this.#readSession();
    void this.poll().then(() => this.#followStream());
    const unticked = everySecond((second) => {
      if (this.connection !== "live" && second % POLL_EVERY_S === 0) void this.poll();
    });
    return () => {
      unticked();
      this.#follower?.stop();
    };
  }

  /** Read the whole list again and show it, unless the stream was faster. */
  async poll(): Promise<void> {
    if (this.#polling || this.refused) return;
    this.#polling = true;
    const outsideHeard = this.#outsideHeard;
    const answer = await api.list("open");
    this.#polling = false;
    if (!answer.ok) {
      if (answer.why === "signed-out") this.signedOut = true;
      if (answer.why === "refused") this.#refuse();
      if (this.loaded !== "ready") this.loaded = "failed";
      return;
    }
    this.signedOut = false;
    this.#show(answer.body, outsideHeard === this.#outsideHeard);
  }

  /** Read the closed ones; they are only fetched when somebody looks at them. */
  async readClosed(): Promise<void> {
    this.closedLoaded = "loading";
    const answer = await api.list("closed");
    this.closedLoaded = answer.ok ? "ready" : "failed";
    if (!answer.ok) this.signedOut ||= answer.why === "signed-out";
    else answer.body.incidents.forEach((row) => this.take(row));
  }

  /** After signing in again: everything may have moved on. */
  returned(): void {
    this.signedOut = false;
    void this.#readSession();
    void this.poll().then(() => this.#follower?.restart());
  }

  /** Put one row on screen, unless a newer state of it stands there; `told` says whether a report came with it. */
  take(row: Row, told?: boolean): void {
    const known = this.rows.get(row.id);
    // It is worked on in another one, whose row comes by itself.
    if (row.merged_into) return void this.rows.delete(row.id);
    const present = newer(known, row);
    this.rows.set(row.id, present);
    const isNew = row.state === "new" && known?.state !== "new";
    // A further report on an incident shows in its count alone when only the list tells of it.
    const isFurther = known !== undefined && row.reports > known.reports;
    const isArrival = told || (present === row && (isNew || (isFurther && told === undefined)));
    if (isArrival && this.loaded === "ready") this.news.arrived(row);
  }

  #show(list: List, knowsOutside: boolean): void {
    setServerTime(list.server_time);
    this.heardAt = serverNow();
    const cursor = readCursor(list.cursor);
    if (!isBehind(cursor, this.#cursor)) {
      this.#cursor = cursor;
      this.#forgetAllBut(list.incidents, (row) => knowsOutside || this.#isOwn(row));
    } // else the stream was faster than this answer: it may add rows, never take any away
    list.incidents.forEach((row) => this.take(row));
    this.loaded = "ready";
    this.news.listed();
  }

  #forgetAllBut(rows: readonly Row[], may: (row: Row) => boolean): void {
    const listed = new Set(rows.map((row) => row.id));
    for (const [id, row] of this.rows) {
      if (row.state !== "closed" && !listed.has(id) && may(row)) this.rows.delete(id);
    }
  }

  /** The cursor counts the events of this desk's own jurisdictions, and of no others. */
  #isOwn(row: Row): boolean {
    return this.#cursor.has(String(row.jurisdiction));
  }

  #refuse(): void {
    this.refused = true;
    this.#follower?.stop();
  }

  #followStream(): void {
    if (this.refused) return;
    this.#follower = follow({
      address: "/api/v1/events",
      cursor: () => writeCursor(this.#cursor),
      heard: (message) => this.#heard(message),
      changed: (connection) => {
        this.connection = connection;
        // The list's answer tells whether the session has ended or only the duty.
        if (connection === "refused" || (connection === "live" && this.loaded !== "ready")) void this.poll();
      },
    });
  }

  #heard(message: StreamMessage): void {
    if (message.event === "incident") return this.#frame(JSON.parse(message.data) as Frame, message.id ?? "");
    if (message.event === "outside") return this.#outside((JSON.parse(message.data) as { incidents: Row[] }).incidents);
    if (message.event === "gone") return this.#gone((JSON.parse(message.data) as { incident: string }).incident);
    const told = JSON.parse(message.data) as { server_time: string; cursor?: string; resync?: boolean };
    setServerTime(told.server_time);
    this.heardAt = serverNow();
    if (told.resync) {
      // Too far behind, or ahead of a restored database: start from the list again.
      this.#cursor = readCursor(told.cursor ?? "");
      void this.poll();
    }
  }

  /** All that other centres show this desk, told whenever a stream begins. */
  #outside(rows: readonly Row[]): void {
    this.#outsideHeard += 1;
    this.#forgetAllBut(rows, (row) => !this.#isOwn(row));
    rows.forEach((row) => this.take(row));
  }

  /** Another centre's incident is not shown to this one any more. */
  #gone(id: string): void {
    this.#outsideHeard += 1;
    this.rows.delete(id);
    this.news.gone(id);
  }

  #frame(frame: Frame, id: string): void {
    if (id === "") {
      this.#outsideHeard += 1;
      return this.#pass(frame);
    }
    const cursor = readCursor(id);
    const place = step(this.#cursor, cursor);
    if (place === "known") return;
    if (place === "gap") return void this.poll().then(() => this.#follower?.restart());
    this.#cursor = furthest(this.#cursor, cursor);
    this.#pass(frame);
  }

  #pass(frame: Frame): void {
    this.heardAt = serverNow();
    this.take(frame.incident, frame.kind === "report_received");
    this.news.heard(frame);
  }

  async #readSession(): Promise<void> {
    const answer = await api.session();
    if (answer.ok) this.session = answer.body;
    else if (answer.why === "signed-out") this.signedOut = true;
  }
}
