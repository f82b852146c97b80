/**
 * A describe block that runs only when its condition holds. Otherwise its tests are registered as skipped under a name
 * that carries the reason, so that the run's report says aloud what was not tested and why.
 */
export const describeWhen = (condition: boolean, reason: string, name: string, tests: () => void): void => {
  if (condition) describe(name, tests);
  else describe.skip(`${name} [skipped: ${reason}]`, tests);
};
