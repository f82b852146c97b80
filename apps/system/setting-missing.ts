/** A setting is missing or cannot be used; the message names it and never its value. */
export class SettingMissing extends Error {
  constructor(name: string, why: string) {
    super(`${name} ${why}`);
    this.name = 'SettingMissing';
  }
}
