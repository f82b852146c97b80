/** Arrays in PostgreSQL's binary form, which costs both ends far less than text with its quoting. */

const oids = { text: 25, int4: 23, json: 114, uuid: 2950, bytea: 17 } as const;
const headerBytes = 20;
const uuidBytes = 16;
const hashBytes = 32;

const begin = (oid: number, count: number, bytes: number): Buffer => {
  if (count === 0) {
    const empty = Buffer.alloc(12);
    empty.writeInt32BE(oid, 8);
    return empty;
  }
  const array = Buffer.allocUnsafe(headerBytes + bytes);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return array;
};

const strings = (oid: number, values: readonly (string | undefined)[]): Buffer => {
  let bytes = 0;
  for (const value of values) bytes += 4 + (value === undefined ? 0 : Buffer.byteLength(value));
  const array = begin(oid, values.length, bytes);
  let offset = headerBytes;
  let nulls = 0;
  for (const value of values) {
    const length = value === undefined ? -1 : array.write(value, offset + 4);
    array.writeInt32BE(length, offset);
    offset += 4 + Math.max(0, length);
    if (length < 0) nulls = 1;
  }
  array.writeInt32BE(nulls, 4);
  return array;
};

const hexes = (oid: number, width: number, values: readonly string[]): Buffer => {
  const array = begin(oid, values.length, values.length * (4 + width));
  let offset = headerBytes;
  for (const value of values) {
    array.writeInt32BE(width, offset);
    array.write(value, offset + 4, 'hex');
    offset += 4 + width;
  }
  return array;
};

export const textArray = (values: readonly (string | undefined)[]): Buffer => strings(oids.text, values);

export const jsonArray = (values: readonly string[]): Buffer => strings(oids.json, values);

export const integerArray = (values: readonly number[]): Buffer => {
  const array = begin(oids.int4, values.length, values.length * 8);
  let offset = headerBytes;
  for (const value of values) {
    array.writeInt32BE(4, offset);
    array.writeInt32BE(value, offset + 4);
    offset += 8;
  }
  return array;
};

export const uuidArray = (values: readonly string[]): Buffer =>
  hexes(
    oids.uuid,
    uuidBytes,
    values.map((value) => value.replaceAll('-', '')),
  );

/** SHA-256 hashes given in hex. */
export const hashArray = (values: readonly string[]): Buffer => hexes(oids.bytea, hashBytes, values);
