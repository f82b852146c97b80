import { emptyRoot, leafHash } from './hashing.js';
import { type ReadNodes, consistencyProof, continues, inclusionProof, includes } from './proofs.js';
import { TreeEdge } from './tree-edge.js';

/** Entries and roots of the reference tests of Certificate Transparency. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** A tree in memory: every complete subtree it ever had, and its root at every size. */
const grown = (
  leaves: readonly Buffer[],
): { readonly read: ReadNodes; readonly roots: readonly Buffer[]; readonly leaves: readonly Buffer[] } => {
  const edge = new TreeEdge();
  const nodes = new Map<string, Buffer>();
  const rootsBySize = [edge.root()];
  for (const leaf of leaves) {
    for (const { level, index, hash } of edge.add(leaf)) nodes.set(`${level}/${index}`, hash);
    rootsBySize.push(edge.root());
  }
  const read: ReadNodes = async (places) =>
    places.map(({ level, index }) => nodes.get(`${level}/${index}`) ?? Buffer.from('not a complete subtree'));
  return { read, roots: rootsBySize, leaves };
};

const flipped = (hash: Buffer): Buffer => Buffer.from(hash.map((byte, at) => (at === 0 ? byte ^ 1 : byte)));
const sizes = Array.from({ length: 40 }, (_, n) => n);
const tree = grown(sizes.map((n) => leafHash(`entry ${n}`)));
const rootOf = (size: number): Buffer => tree.roots[size] ?? emptyRoot;
const leafAt = (index: number): Buffer => tree.leaves[index] ?? emptyRoot;

describe('Merkle tree of RFC 6962', () => {
  it('has the roots of the reference tests', () => {
    const reference = grown(entries.map((entry) => leafHash(Buffer.from(entry, 'hex'))));
    expect(reference.roots.slice(1).map((root) => root.toString('hex'))).toEqual(roots);
    expect(reference.roots[0]?.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('proves every leaf in every tree, and no other leaf, place, size or root', async () => {
    for (const size of sizes.slice(1))
      for (const index of sizes.slice(0, size)) {
        const proof = await inclusionProof(index, size, tree.read);
        expect(includes(leafAt(index), index, size, rootOf(size), proof)).toBe(true);
        expect(includes(leafAt(index + 1), index, size, rootOf(size), proof)).toBe(false);
        expect(includes(leafAt(index), index, size, rootOf(size + 1), proof)).toBe(false);
        expect(includes(leafAt(index), index === 0 ? size : index - 1, size, rootOf(size), proof)).toBe(false);
        expect(includes(leafAt(index), index, size, rootOf(size), [...proof, leafAt(0)])).toBe(false);
        if (proof.length === 0) continue;
        expect(includes(leafAt(index), index, size, rootOf(size), proof.slice(1))).toBe(false);
        expect(includes(leafAt(index), index, size, rootOf(size), proof.map(flipped))).toBe(false);
      }
  });

  it('proves that every tree continues every earlier one, and no other', async () => {
    for (const next of sizes.slice(1))
      for (const old of sizes.slice(1, next + 1)) {
        const proof = await consistencyProof(old, next, tree.read);
        const [before, after] = [
          { size: old, root: rootOf(old) },
          { size: next, root: rootOf(next) },
        ];
        expect(continues(before, after, proof)).toBe(true);
        expect(continues({ ...before, root: flipped(before.root) }, after, proof)).toBe(false);
        expect(continues(before, { ...after, root: flipped(after.root) }, proof)).toBe(false);
        expect(continues(before, after, [...proof, leafAt(0)])).toBe(false);
        if (proof.length > 0) expect(continues(before, after, proof.map(flipped))).toBe(false);
      }
    expect(continues({ size: 0, root: emptyRoot }, { size: 7, root: rootOf(7) }, [])).toBe(true);
    expect(continues({ size: 8, root: rootOf(8) }, { size: 7, root: rootOf(7) }, [])).toBe(false);
  });

  it('refuses what can never be proven', async () => {
    await expect(inclusionProof(5, 5, tree.read)).rejects.toThrow(RangeError);
    await expect(consistencyProof(6, 5, tree.read)).rejects.toThrow(RangeError);
    expect(() => new TreeEdge([{ level: 0, index: 0, hash: emptyRoot }]).add(emptyRoot, 3)).toThrow(RangeError);
  });

  it('grows on from whole subtrees as from leaves', () => {
    const edge = new TreeEdge();
    const nodes = sizes.flatMap((n) => edge.add(leafAt(n)));
    const at = (level: number, index: number): Buffer =>
      nodes.find((node) => node.level === level && node.index === index)?.hash ?? emptyRoot;
    const jumped = new TreeEdge([{ level: 5, index: 0, hash: at(5, 0) }]);
    jumped.add(at(2, 8), 2);
    jumped.add(at(1, 18), 1);
    expect(jumped.add(at(0, 38)).map(({ level, index }) => [level, index])).toEqual([[0, 38]]);
    jumped.add(at(0, 39));
    expect(jumped.size).toBe(40);
    expect(jumped.root()).toEqual(edge.root());
  });
});
