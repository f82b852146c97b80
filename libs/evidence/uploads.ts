import type { Pool } from 'pg';
import type { Instant, UploadFacts } from '#kernel';

/** A file in the store. */
export interface Upload extends UploadFacts {
  readonly evidenceId: string;
}

/** Where the file of a row lies. */
export interface Place {
  readonly evidenceId: string;
  readonly caseId: string;
}

interface UploadRow {
  readonly evidence_id: string;
  readonly case_id: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly sha256: string;
}

type PlaceRow = Pick<UploadRow, 'evidence_id' | 'case_id'>;

const uploadOf = (row: UploadRow): Upload => ({
  evidenceId: row.evidence_id,
  caseId: row.case_id,
  mediaType: row.media_type,
  bytes: row.bytes,
  sha256: row.sha256,
});

const placeOf = (row: PlaceRow): Place => ({ evidenceId: row.evidence_id, caseId: row.case_id });

/** Which files lie in the store: coming while they are written, ready, and leaving while they are removed. */
export class Uploads {
  constructor(private readonly pool: Pool) {}

  async begin({ evidenceId, caseId }: Place, user: string, now: Instant): Promise<void> {
    await this.pool.query(
      `INSERT INTO evidence.upload (evidence_id, case_id, uploaded_by, uploaded_at, state)
       VALUES ($1, $2, $3, $4, 'coming')`,
      [evidenceId, caseId, user, now],
    );
  }

  /** Makes the upload ready; or answers with the one that brought the same file to the case before, renewed. */
  async finish(upload: Upload, now: Instant): Promise<Upload> {
    const { evidenceId, caseId, mediaType, bytes, sha256 } = upload;
    for (;;) {
      const { rows } = await this.pool.query<UploadRow>(
        `UPDATE evidence.upload SET uploaded_at = $3 WHERE case_id = $1 AND sha256 = $2 AND state = 'ready' RETURNING *`,
        [caseId, sha256, now],
      );
      if (rows[0] !== undefined) return uploadOf(rows[0]);
      const { rowCount } = await this.pool
        .query(
          `UPDATE evidence.upload SET state = 'ready', media_type = $2, bytes = $3, sha256 = $4
           WHERE evidence_id = $1 AND state = 'coming'`,
          [evidenceId, mediaType, bytes, sha256],
        )
        .catch((error: unknown) => {
          if (isTaken(error)) return { rowCount: null };
          throw error;
        });
      if (rowCount === 1) return upload;
      if (rowCount === 0) throw new Error('The upload was swept away while it came');
    }
  }

  /** Ready files by their ids, uploaded since then. */
  async ready(evidenceIds: readonly string[], since: Instant): Promise<readonly Upload[]> {
    const { rows } = await this.pool.query<UploadRow>(
      `SELECT * FROM evidence.upload
       WHERE evidence_id::text = ANY($1) AND state = 'ready' AND uploaded_at > $2`,
      [evidenceIds, since],
    );
    return rows.map(uploadOf);
  }

  /** Files that nobody is known to have attached, from before then; those half removed among them. */
  async loose(before: Instant, limit: number): Promise<readonly Place[]> {
    const { rows } = await this.pool.query<PlaceRow>(
      `SELECT evidence_id, case_id FROM evidence.upload
       WHERE NOT attached AND (uploaded_at < $1 OR state = 'leaving') ORDER BY uploaded_at LIMIT $2`,
      [before, limit],
    );
    return rows.map(placeOf);
  }

  async ofCases(caseIds: readonly string[]): Promise<readonly Place[]> {
    const { rows } = await this.pool.query<PlaceRow>(
      'SELECT evidence_id, case_id FROM evidence.upload WHERE case_id::text = ANY($1)',
      [caseIds],
    );
    return rows.map(placeOf);
  }

  async markAttached(evidenceId: string): Promise<void> {
    await this.pool.query('UPDATE evidence.upload SET attached = true WHERE evidence_id = $1', [evidenceId]);
  }

  /** From now on nobody can attach it. @returns false when it was uploaded again since then */
  async condemn(evidenceId: string, before?: Instant): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE evidence.upload SET state = 'leaving'
       WHERE evidence_id = $1 AND ($2::timestamptz IS NULL OR uploaded_at < $2 OR state = 'leaving')`,
      [evidenceId, before],
    );
    return rowCount === 1;
  }

  async forget(evidenceId: string): Promise<void> {
    await this.pool.query('DELETE FROM evidence.upload WHERE evidence_id = $1', [evidenceId]);
  }
}

const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';
