import { joinedRoot, nodeHash } from './hashing.js';

/** A complete subtree: it covers 2^level leaves, from leaf index × 2^level on. */
export interface NodePlace {
  readonly level: number;
  readonly index: number;
}

export interface TreeNode extends NodePlace {
  readonly hash: Buffer;
}

/** The right edge of a growing tree: as many hashes as the size has bits set, enough to grow on and to tell the root. */
export class TreeEdge {
  private readonly peaks: TreeNode[];

  /** @param peaks complete subtrees from leaf 0 on, as `subtreesOf(0, size)` places them */
  constructor(peaks: readonly TreeNode[] = []) {
    this.peaks = [...peaks];
  }

  /** How many leaves the tree has. */
  get size(): number {
    return this.peaks.reduce((leaves, { level }) => leaves + 2 ** level, 0);
  }

  /**
   * Adds a leaf, or at a higher level a whole subtree that begins where the tree ends.
   * @returns the nodes completed by it, the added one first
   * @throws RangeError when a subtree of that level cannot begin here
   */
  add(hash: Buffer, level = 0): readonly TreeNode[] {
    const last = this.peaks.at(-1);
    if (last !== undefined && last.level < level)
      throw new RangeError(`A subtree of level ${level} cannot begin after one of level ${last.level}`);
    // Equal levels never stand side by side, so the next index follows from the last peak.
    const index = last === undefined ? 0 : (last.index + 1) * 2 ** (last.level - level);
    let node: TreeNode = { level, index, hash };
    const completed = [node];
    for (let left = this.peaks.at(-1); left?.level === node.level; left = this.peaks.at(-1)) {
      this.peaks.pop();
      node = { level: node.level + 1, index: left.index / 2, hash: nodeHash(left.hash, node.hash) };
      completed.push(node);
    }
    this.peaks.push(node);
    return completed;
  }

  root(): Buffer {
    return joinedRoot(this.peaks.map(({ hash }) => hash));
  }

  copy(): TreeEdge {
    return new TreeEdge(this.peaks);
  }
}
