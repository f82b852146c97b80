/** How other systems read us: our name on every message. */
export const sourceOf = (installation: string): string => `/caseflow/${installation}`;
