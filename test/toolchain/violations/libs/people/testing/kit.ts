import fastCheck from 'fast-check';

export const kit = fastCheck;
