// breaks consoles-stand-apart
import { filters } from '../supervision/filters.js';

export const borrowed = filters;
