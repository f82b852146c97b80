// breaks @typescript-eslint/no-floating-promises
const save = async (): Promise<void> => {};

export const forget = (): void => {
  save();
};
