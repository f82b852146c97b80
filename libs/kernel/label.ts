/** Every text a person reads, Chinese first. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}
