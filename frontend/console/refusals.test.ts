import { expect, it } from "vitest";
import { kindOf, whyRefused } from "./refusals";
import { sentence } from "./strings";

const problem = (type: string) => ({ type: `/problems/${type}`, status: 403, title: "English title", detail: "English sentence" });

it("tells a refusal in the dispatcher's language, and never in the server's words", () => {
  for (const type of ["permission-denied", "not-found", "invalid", "parse-error", "report-differs", "of-tomorrow"]) {
    const told = sentence("ko", whyRefused(problem(type)), { kind: kindOf(problem(type)) });
    expect(told).toMatch(/[가-힣]/);
    expect(told).not.toContain("English");
  }
  expect(sentence("en", whyRefused(null), { kind: kindOf(null) })).toContain("did not take it");
});
