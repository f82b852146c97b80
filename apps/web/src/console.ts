import type { ComponentType, LazyExoticComponent, ReactNode } from 'react';
import type { Label } from './api/types';

/** An entry of the navigation. */
export interface Place {
  readonly to: string;
  readonly label: Label;
  readonly icon: ReactNode;
  /** Shown to these roles only; to everybody unless given. */
  readonly roles?: readonly string[];
}

/** A way from a case into a field of work. */
export interface WayFromCase {
  readonly to: (caseId: string) => string;
  readonly label: Label;
  readonly roles: readonly string[];
}

/** The pages of one field of work; each loads when it is opened. */
export interface Console {
  readonly pages: readonly { readonly path: string; readonly page: LazyExoticComponent<ComponentType> }[];
  readonly places: readonly Place[];
  readonly fromCase?: readonly WayFromCase[];
}
