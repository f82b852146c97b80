import { kernel } from '#kernel';

export const page = kernel;
