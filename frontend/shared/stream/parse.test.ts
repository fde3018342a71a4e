import { expect, it } from "vitest";
import { StreamParser } from "./parse";

it("reads name, data and id of a message", () => {
  const found = new StreamParser().feed('id: 1.2~2.9\nevent: incident\ndata: {"sequence": 2}\n\n');
  expect(found).toEqual([{ event: "incident", data: '{"sequence": 2}', id: "1.2~2.9" }]);
});

it("waits for the rest of a message that the network cut in two", () => {
  const parser = new StreamParser();
  expect(parser.feed("event: be")).toEqual([]);
  expect(parser.feed("at\ndata: {}\n")).toEqual([]);
  expect(parser.feed("\n")).toEqual([{ event: "beat", data: "{}", id: null }]);
});

it("joins data lines and takes every kind of line end", () => {
  const found = new StreamParser().feed("data: a\r\ndata: b\r\n\r\ndata:c\n\n");
  expect(found.map((message) => message.data)).toEqual(["a\nb", "c"]);
});

it("passes over comments and messages without data", () => {
  expect(new StreamParser().feed(": still here\n\nevent: nothing\n\n")).toEqual([]);
});

it("gives no message the id of the one before", () => {
  const found = new StreamParser().feed("id: 1.1\ndata: a\n\ndata: b\n\n");
  expect(found.map((message) => message.id)).toEqual(["1.1", null]);
});
