import { HistoryChanged } from '#audit';
import type { System } from '#system';

/** A head is signed when the last is this old and anything is new, … */
const everyMs = 5 * 60_000;
/** … and sooner when so much is new. */
const everyEvents = 10_000;

/** Lets the tree over the log grow and signs its heads in time. Any number of workers may run it; one at a time signs. */
export class TreeHeadKeeper {
  private said = '';

  constructor(
    private readonly system: System,
    private readonly log: (line: string) => void,
  ) {}

  /** Signs nothing, and says so once, when the log does not agree with what was signed before. */
  async keep(): Promise<void> {
    const { audit, clock } = this.system;
    if (!audit.signs) return this.say('no signing key: the log is chained, but no head of it is signed');
    const [{ size }, latest] = await Promise.all([audit.tree.grow(), audit.heads.latest()]);
    const news = size - (latest?.treeSize ?? 0);
    const age = latest === undefined ? everyMs : Date.parse(clock.now()) - Date.parse(latest.timestamp);
    if (news === 0 || (age < everyMs && news < everyEvents)) return;
    try {
      await audit.makeHead();
    } catch (error) {
      if (!(error instanceof HistoryChanged)) throw error;
      this.say(error.message);
    }
  }

  private say(line: string): void {
    if (this.said !== line) this.log(`audit: ${line}`);
    this.said = line;
  }
}
