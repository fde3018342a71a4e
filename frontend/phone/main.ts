/** The second stage: everything that the page can do beyond the button. Each part stands alone; one that fails stops no other. */
import "./phone.css";
import { mount as asked } from "./asked";
import { mount as away } from "./away";
import { mount as coming } from "./coming";
import { mount as damage } from "./damage";
import { mount as family } from "./family";
import { mount as exercise } from "./exercise";
import { mount as find } from "./find";
import { mount as here } from "./here";
import { install } from "./install";
import { mount as knownPlace } from "./known_place";
import { mount as locationHelp } from "./location_help";
import { mount as old } from "./old";
import { mount as packages } from "./packages";
import { type Page, page } from "./page";
import { mount as renewed } from "./renewed";
import { mount as rescuer } from "./rescuer";
import { mount as resume } from "./resume";
import { mount as rights } from "./rights";
import { mount as seen } from "./seen";
import { mount as sharing } from "./sharing";
import { mount as silent } from "./silent";
import { mount as syncing } from "./syncing";
import { mount as voice } from "./voice";
import { words } from "./words";

const PARTS: readonly ((page: Page) => void)[] = [syncing, away, knownPlace, old, voice, silent, sharing, resume, locationHelp, find, here, rescuer, packages, family, rights, exercise, damage, coming, asked, seen, renewed];

async function begin(): Promise<void> {
  const { lang } = document.documentElement;
  const language = lang.slice(0, 2);
  const here = page(language, await words(language));
  for (const part of PARTS) {
    try {
      part(here);
    } catch (error) {
      console.error(error);
    }
    // Whoever touches the button now must not wait for all of them.
    await new Promise((resolve) => setTimeout(resolve));
  }
  // Last, because it tells the worker what this page has loaded.
  void install(language).catch((error: unknown) => console.warn("No service worker:", error));
}

void begin();
