import type { Page } from 'playwright-core';

/** What the functions below that run inside of the page take from it; tests are compiled without its types. */
type PageElement = any;
declare const document: PageElement;
declare const innerWidth: number;
declare const innerHeight: number;
declare const getComputedStyle: (element: PageElement, pseudo?: string) => Readonly<Record<string, string>>;
declare const focusWatch: {
  readonly step: () => Stop;
  readonly unreached: () => readonly Unreached[];
  readonly begin: (index: number) => void;
};

interface Stop {
  /** Nothing when the focus has left the page. */
  readonly at: string | undefined;
  readonly isFirst: boolean;
  readonly isAgain: boolean;
  readonly faults: readonly string[];
}

interface Unreached {
  readonly name: string;
  /** Of the widget that the element belongs to and that was reached; its other parts have arrow keys. */
  readonly widget: number | undefined;
  readonly parts: number;
}

const mostStops = 500;

const interactive = [
  'a[href]',
  'button',
  'input:not([type=hidden])',
  'select',
  'textarea',
  'summary',
  'iframe',
  '[contenteditable=true]',
  ...['button', 'link', 'tab', 'switch', 'checkbox', 'radio', 'combobox', 'slider', 'menuitem', 'option'].map(
    (role) => `[role=${role}]`,
  ),
  '[tabindex]:not([tabindex^="-"])',
].join();

/** Runs in the page, to which it is sent whole: keeps what had the focus, how it looked then, and what never had it. */
const watch = (selector: string): void => {
  const widgets = '[role=radiogroup],[role=tablist],[role=menu],[role=listbox],[role=grid],[role=tree]';
  const reached = new Set<PageElement>();
  const stops = new Set<PageElement>();
  /** The same field may be drawn anew once somebody comes to it. */
  const ids = new Set<string>();
  const entries: PageElement[] = [];
  let first: PageElement;
  const unfocused = new Map<PageElement, string>();
  let before: { readonly element: PageElement; readonly root: PageElement; readonly look: string } | undefined;
  const reach = (element: PageElement): void => {
    reached.add(element);
    ids.add(element.id);
  };
  document.addEventListener('focusin', ({ target }: PageElement) => reach(target), true);

  const all = (root: PageElement): PageElement[] => [...root.querySelectorAll(selector)];
  const isDrawn = (element: PageElement): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 2 && height > 2;
  };
  const isOffered = (element: PageElement): boolean =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.matches(':disabled,[aria-disabled=true]') &&
    element.closest('[inert],[aria-hidden=true]') === null;
  const scope = (): PageElement => [...document.querySelectorAll('[role=dialog][aria-modal=true]')].at(-1) ?? document;
  const name = (element: PageElement): string => {
    const text = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    const role = element.getAttribute('role') ?? element.getAttribute('type');
    return `${element.localName}${role === null ? '' : `[${role}]`} ${element.id} "${String(text).trim().slice(0, 40)}"`;
  };
  /** The element with what is drawn around it and holds no further stop: the box of a checkbox, the frame of a list. */
  const rootOf = (element: PageElement): PageElement => {
    const holdsOther = (root: PageElement) =>
      all(root).some((other) => other !== element && other.tabIndex >= 0 && isOffered(other));
    let root = element;
    for (let level = 0; level < 4; level += 1) {
      const parent = root.parentElement;
      if (parent === null || parent.matches('body,main,form') || holdsOther(parent)) break;
      root = parent;
    }
    return root;
  };
  const lookOf = (root: PageElement): string => {
    const frames = [root.parentElement, root.parentElement?.parentElement].filter((frame) => frame);
    const looks = [root, ...frames, ...root.querySelectorAll('*')].filter(isDrawn).flatMap((element) =>
      [undefined, '::before', '::after'].map((pseudo) => {
        const style = getComputedStyle(element, pseudo);
        const outline = style['outlineStyle'] === 'none' || style['outlineWidth'] === '0px' ? '' : style['outline'];
        return [outline, style['boxShadow'], style['border'], style['background'], style['textDecoration']].join();
      }),
    );
    return JSON.stringify(looks);
  };
  /** Where the middle of it is that can be seen; nothing when it is off the screen. */
  const isHidden = (element: PageElement, root: PageElement): boolean => {
    const shown = isDrawn(element) ? element : root;
    const box = [...shown.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
    if (box === undefined) return true;
    const middle = (from: number, to: number, end: number) => (Math.max(0, from) + Math.min(end, to)) / 2;
    const hit = document.elementFromPoint(
      middle(box.left, box.right, innerWidth),
      middle(box.top, box.bottom, innerHeight),
    );
    return hit === null || !(root.contains(hit) || hit.contains(element));
  };

  /** Where the next stop is in the same frame, which stays marked, the look before anything had the focus tells. */
  const isUnmarked = ({ element, root, look }: NonNullable<typeof before>): boolean =>
    lookOf(root) === look &&
    (root.parentElement?.contains(document.activeElement) !== true || (unfocused.get(element) ?? look) === look);

  const step = (): Stop => {
    const faults: string[] = [];
    if (before !== undefined && before.element.isConnected && isUnmarked(before))
      faults.push(`no mark of the focus: ${name(before.element)}`);
    const element = document.activeElement;
    const isAway = element === null || element === document.body || element === document.documentElement;
    if (isAway) {
      before = undefined;
      return { at: undefined, isFirst: false, isAgain: false, faults };
    }
    first ??= element;
    const isAgain = stops.has(element);
    stops.add(element);
    reach(element);
    const root = rootOf(element);
    before = { element, root, look: lookOf(root) };
    if (isHidden(element, root)) faults.push(`has the focus where it cannot be seen: ${name(element)}`);
    return { at: name(element), isFirst: element === first, isAgain, faults };
  };
  /** A number goes up and down by the arrow keys as by the buttons beside it. */
  const isArrowOfNumber = (element: PageElement): boolean => {
    const number = element.closest('.ant-input-number')?.querySelector('[role=spinbutton]');
    return element !== number && reached.has(number);
  };
  /** Radios of one name are one stop, also without a group around them. */
  const partsOf = (element: PageElement): readonly PageElement[] => {
    const widget = element.closest(widgets);
    if (widget !== null) return all(widget).filter(isOffered);
    if (element.type !== 'radio') return [];
    return all(element.form ?? document).filter(({ type, name }) => type === 'radio' && name === element.name);
  };
  const told = (element: PageElement): Unreached => {
    const parts = partsOf(element);
    const entry = parts.find((part) => reached.has(part));
    if (entry !== undefined && !entries.includes(entry)) entries.push(entry);
    return { name: name(element), parts: parts.length, widget: entry && entries.indexOf(entry) };
  };
  // What comes up while a widget is tried out belongs to another page.
  let missed: PageElement[] | undefined;
  const unreached = (): readonly Unreached[] => {
    const hadFocus = (element: PageElement) => reached.has(element) || (element.id !== '' && ids.has(element.id));
    missed ??= all(scope()).filter((element) => isOffered(element) && !isArrowOfNumber(element));
    missed = missed.filter((element) => element.isConnected && !hadFocus(element));
    return missed.map(told);
  };
  for (const element of all(scope()).filter(isOffered)) unfocused.set(element, lookOf(rootOf(element)));
  Object.assign(globalThis, { focusWatch: { step, unreached, begin: (index: number) => entries[index].focus() } });
};

/** What a way through a page by the Tab key shows. */
interface Way {
  /** What had the focus, in this order. */
  readonly stops: readonly string[];
  readonly faults: readonly string[];
}

/** Goes through each widget that has arrow keys by them. @returns what is reached by no key */
const byArrows = async (page: Page): Promise<readonly string[]> => {
  let left = await page.evaluate(() => focusWatch.unreached());
  const tried = new Set<number>();
  for (;;) {
    const next = left.find(({ widget }) => widget !== undefined && !tried.has(widget));
    if (next?.widget === undefined) return left.map(({ name }) => `not reached: ${name}`);
    tried.add(next.widget);
    await page.evaluate((index) => focusWatch.begin(index), next.widget);
    for (let part = 0; part < next.parts; part += 1) await page.keyboard.press('ArrowRight');
    left = await page.evaluate(() => focusWatch.unreached());
  }
};

/** Presses Tab from the start of the page to its end; says what cannot be reached, what does not show that it has the focus, and where Tab goes in a circle. */
export const tabThrough = async (page: Page): Promise<Way> => {
  await page.evaluate(watch, interactive);
  const stops: string[] = [];
  const faults: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const { at, isFirst, isAgain, faults: here } = await page.evaluate(() => focusWatch.step());
    faults.push(...here);
    if (at === undefined || (isFirst && isAgain)) break;
    stops.push(at);
    if (isAgain || stops.length > mostStops) {
      faults.push(`Tab does not come to the end after ${at}`);
      break;
    }
  }
  return { stops, faults: [...faults, ...(await byArrows(page))] };
};
