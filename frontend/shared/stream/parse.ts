/** One message of a server-sent event stream, as the HTML standard's section 9.2 reads it. */
export type StreamMessage = { readonly event: string; readonly data: string; readonly id: string | null };

/** Reads an event stream piece by piece; a message cut in two by the network waits for its rest. */
export class StreamParser {
  #rest = "";
  #event = "";
  #data: string[] = [];
  #id: string | null = null;

  /** Take the next piece of text and return the messages that it completes. */
  feed(text: string): StreamMessage[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    const found: StreamMessage[] = [];
    for (const line of lines) {
      const message = line === "" ? this.#complete() : this.#take(line);
      if (message) found.push(message);
    }
    return found;
  }

  #take(line: string): null {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    else if (field === "data") this.#data.push(value);
    else if (field === "id") this.#id = value;
    return null; // an empty field is a comment: it only keeps the line open
  }

  #complete(): StreamMessage | null {
    const message = { event: this.#event || "message", data: this.#data.join("\n"), id: this.#id };
    const empty = this.#data.length === 0;
    [this.#event, this.#data, this.#id] = ["", [], null];
    return empty ? null : message;
  }
}
