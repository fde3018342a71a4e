/** Make elements from values: text is always text, never markup. */
type Attributes = Readonly<Record<string, string | boolean | (() => void)>>;

/** Return a new element; a function attribute is its click, a boolean one is there or not. */
export function h(tag: string, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener("click", value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export const button = (text: string, click: () => void): HTMLElement => h("button", { type: "button", class: "small", click }, text);

export const by = <T extends HTMLElement>(id: string): T | null => document.getElementById(id) as T | null;

/** Replace the text only when it differs, so that a live region is not read out again. */
export function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
