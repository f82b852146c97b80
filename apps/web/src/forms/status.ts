import type { WidgetProps } from '@rjsf/utils';

/** How the component library marks an input that something is wrong with. */
export const statusOf = ({ rawErrors = [] }: Pick<WidgetProps, 'rawErrors'>): 'error' | '' =>
  rawErrors.length === 0 ? '' : 'error';
