import { createContext } from 'react';

/** The day from which days left are counted: today, unless the page shows the past. */
export const CountedFrom = createContext<string | undefined>(undefined);
