import { expect, test } from "vitest";
import { isKept, keyOf, plateOf } from "./plates";

const at = (path: string): URL => new URL(path, "https://yeogi.example");

test.each([
  ["/48279154.K7Q4M", { code: "48279154", seal: "K7Q4M" }],
  ["/48279154.k7q4m?lang=en", { code: "48279154", seal: "K7Q4M" }],
  ["/4827-9154/", { code: "48279154", seal: "" }],
  ["/48279154", { code: "48279154", seal: "" }],
])("a plate's address says its code and seal: %s", (path, plate) => {
  expect(plateOf(at(path))).toEqual(plate);
});

test.each(["/48279153", "/84279154", "/4827915", "/48279154.K7Q4", "/%E0%A4%A", "/", "/console/48279154"])(
  "what is no plate's address is not taken for one: %s",
  (path) => expect(plateOf(at(path))).toBeNull(),
);

test("every swap of neighbours in a code is found, and every wrong digit", () => {
  const code = "48279154";
  for (let index = 0; index < 7; index++) {
    const swapped = code.slice(0, index) + code[index + 1] + code[index] + code.slice(index + 2);
    if (swapped !== code) expect(plateOf(at(`/${swapped}`))).toBeNull();
  }
  for (let index = 0; index < 8; index++) {
    for (let digit = 0; digit < 10; digit++) {
      const wrong = code.slice(0, index) + digit + code.slice(index + 1);
      if (wrong !== code) expect(plateOf(at(`/${wrong}`))).toBeNull();
    }
  }
});

test.each(["/", "/?lang=en", "/48279154.K7Q4M", "/4827-915", "/privacy?lang=vi"])("it keeps the phone's pages: %s", (path) =>
  expect(isKept(at(path))).toBe(true),
);

test.each(["/r/0190.abc", "/f/token1", "/l/token1", "/api/v1/points", "/console/", "/admin/1", "/?code=48279154", "/48279154?lang=ko&plate", "/48279154?plate=thanks", "/sw.js"])(
  "it keeps nothing of one person's, of the staff's, and no file: %s",
  (path) => expect(isKept(at(path))).toBe(false),
);

test("a page is kept once, whatever a messenger has put behind its address", () => {
  expect(keyOf(at("/48279154?lang=en&fbclid=1&utm_source=x#notice"))).toBe("https://yeogi.example/48279154?lang=en");
});
