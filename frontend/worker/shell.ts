/** The page of a plate that was never visited, made on the phone from the one that the server gave for it. Pure. */
import type { Plate } from "../shared/api/plates";

/** Where the server's shell has a code: no plate bears this one (its check digit says so of none but itself). */
const CODE = /0000(-?)0000/g;

/** Return the shell as the page of a plate; digits and letters alone are put in, so there is nothing to escape. */
export function filled(shell: string, { code, seal }: Plate): string {
  return shell
    .replace(CODE, (_, hyphen: string) => code.slice(0, 4) + hyphen + code.slice(4))
    .replace('data-seal=""', `data-seal="${seal}"`);
}

/**
 * Return a page without the id and the secret of its form: they are for one report, and a page that is
 * shown again must not bring them again.
 */
export const withoutIds = (page: string): string =>
  page.replace(/(<input type="hidden" name="(?:report|secret)" value=")[^"]*"/g, '$1"');
