import { expect, test } from "vitest";
import { filled, withoutIds } from "./shell";

test("the shell becomes a plate's page: its code to read, to send and in the text message", () => {
  const shell = '<h1>0000-0000</h1><form data-tag="00000000" data-seal=""></form><a href="sms:119?body=%5B119%5D0000-0000">';
  expect(filled(shell, { code: "48279153", seal: "K7Q4M" })).toBe(
    '<h1>4827-9153</h1><form data-tag="48279153" data-seal="K7Q4M"></form><a href="sms:119?body=%5B119%5D4827-9153">',
  );
});

test("a page is kept without the id and the secret of its form", () => {
  const page = '<input type="hidden" name="report" value="0190"><input type="hidden" name="secret" value="abc"><input type="hidden" name="lang" value="ko">';
  expect(withoutIds(page)).toBe(
    '<input type="hidden" name="report" value=""><input type="hidden" name="secret" value=""><input type="hidden" name="lang" value="ko">',
  );
});
