import { type AnyCaseType, type Json, type Label, restrictedPaths } from '#kernel';
import { type StoredEvent, isSealed } from '#event-store';
import type { TreeHead } from '../tree-head.js';

export interface ReportParts {
  readonly room: AnyCaseType;
  readonly caseId: string;
  readonly madeAt: string;
  readonly events: readonly StoredEvent[];
  /** Data to be shown in place of what is stored, by event id: opened for somebody entitled to it. */
  readonly shown: ReadonlyMap<string, Json>;
  readonly newest: TreeHead | undefined;
  readonly uncovered: number;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const labelled = (label: Label | undefined, name: string): string =>
  label === undefined ? escaped(name) : `${escaped(label.zh)} <small>${escaped(label.en)}</small>`;

const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** A value as text, or as a list of its parts. */
const shownValue = (value: Json, room: AnyCaseType): string => {
  if (isSealed(value)) return '<em>已加密 sealed</em>';
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? '是 yes' : '否 no';
  if (typeof value === 'string') return labelled(room.screen.values[value], value);
  if (typeof value === 'number') return String(value);
  const parts = isList(value)
    ? value.map((item) => `<li>${shownValue(item, room)}</li>`)
    : Object.entries(value).flatMap(([name, inner]) =>
        inner === undefined ? [] : [`<li>${escaped(name)}: ${shownValue(inner, room)}</li>`],
      );
  return parts.length === 0 ? '—' : `<ul>${parts.join('')}</ul>`;
};

/** Names of fields that only some roles may read; the rest of an event is open to every reader of the case. */
const restrictedIn = (type: string, { events }: AnyCaseType): ReadonlySet<string | undefined> => {
  const schema = events[type];
  return new Set(schema === undefined ? [] : restrictedPaths(schema).map(({ path: [first] }) => first));
};

const eventRow = (event: StoredEvent, { room, shown }: ReportParts): string => {
  const screen = room.screen.events[event.type];
  const opened = shown.get(event.id);
  const data = opened ?? event.data;
  // What was opened for somebody has been cut to their rights already.
  const kept = opened === undefined ? restrictedIn(event.type, room) : new Set();
  const fields =
    typeof data !== 'object' || data === null
      ? []
      : Object.entries(data).flatMap(([name, value]: [string, Json | undefined]) =>
          value === undefined || name === 'type'
            ? []
            : [
                `<dt>${labelled(screen?.fields?.[name], name)}</dt>
<dd>${kept.has(name) ? '<em>不予显示 withheld</em>' : shownValue(value, room)}</dd>`,
              ],
        );
  const { actor, occurredAt, ruleSet } = event.metadata;
  return `<tr><td>${event.version}<br><small>${escaped(event.stream.slice(0, event.stream.indexOf('-')))}</small></td>
<td>${day.format(new Date(occurredAt))}<br><small>记录 recorded ${day.format(new Date(event.recordedAt))}</small></td>
<td>${escaped(actor.role)}<br><small>${escaped(actor.office)}${ruleSet === undefined ? '' : `<br>${escaped(ruleSet)}`}</small></td>
<td><b>${labelled(screen?.label, event.type)}</b><dl>${fields.join('')}</dl><code>${event.hash}</code></td></tr>`;
};

/** The case as a page to be read and printed; proof lies in the other files. */
export const reportOf = (parts: ReportParts): string => {
  const { room, caseId, madeAt, events, newest, uncovered } = parts;
  const proof =
    newest === undefined
      ? '日志尚无签名 no head of the log was signed yet'
      : `${newest.treeSize} 条事件的签名树头 signed head over ${newest.treeSize} events, ${escaped(newest.timestamp)}<br>
<code>${newest.rootHash}</code>${uncovered === 0 ? '' : `<br>${uncovered} 条事件尚未被签名覆盖 events not covered by it yet`}`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(room.label.zh)} ${escaped(caseId)}</title>
<style>body{font:14px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#222}
table{border-collapse:collapse;width:100%}td,th{border-top:1px solid #ccc;padding:.5em;text-align:left;vertical-align:top}
dl{margin:.3em 0}dt{color:#555}dd{margin:0 0 .2em 1em}ul{margin:0;padding-left:1.2em}code{font-size:11px;overflow-wrap:anywhere;color:#555}small{color:#666}</style></head>
<body><h1>${labelled(room.label, room.type)}</h1>
<p>案件编号 case <b>${escaped(caseId)}</b><br>生成时间 made at ${day.format(new Date(madeAt))}</p>
<h2>证明 <small>Proof</small></h2><p>${proof}</p>
<p>离线核验 verify offline: <code>cli verify --bundle &lt;file&gt; --keys &lt;public keys&gt;</code></p>
<h2>事件 <small>Events (${events.length})</small></h2>
<table><thead><tr><th>序号</th><th>发生时间 happened</th><th>经办 by</th><th>内容 what</th></tr></thead>
<tbody>${events.map((event) => eventRow(event, parts)).join('\n')}</tbody></table></body></html>
`;
};
