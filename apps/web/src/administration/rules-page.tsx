import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownInstant, today } from '../format';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { type Published, type RuleSetEntry, type Rules, useRules } from './api';
import { Frame } from './frame';
import { Moved } from './moved';
import { Publish } from './publish';
import { useParam } from '../shell/url-state';

type Clock = RuleSetEntry['ruleSet']['clocks'][number];

/** Gives the document as a file, to be changed and published again. */
const download = (name: string, document: unknown): void => {
  const link = window.document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }));
  link.download = `${name}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
};

export const PublishedBy = ({ published }: { readonly published: Published }) => {
  const { t } = useTranslation();
  if (published === undefined) return null;
  const name = published.role === 'system' ? t('administration.change.system') : published.by.name;
  return <>{t('administration.rule.publishedBy', { name, at: shownInstant(published.at) })}</>;
};

const Clocks = ({ clocks }: { readonly clocks: readonly Clock[] }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const length = ({ unit, amount }: Pick<Clock, 'unit' | 'amount'>): string =>
    t(`administration.rule.units.${unit}`, { count: amount });
  return (
    <details>
      <summary>{t('administration.rule.clocks', { count: clocks.length })}</summary>
      <table className="table">
        <thead>
          <tr>
            <th>{t('administration.rule.clock')}</th>
            <th>{t('administration.rule.length')}</th>
            <th>{t('administration.rule.extension')}</th>
            <th>{t('administration.rule.source')}</th>
          </tr>
        </thead>
        <tbody>
          {clocks.map((clock) => (
            <tr key={clock.clock}>
              <td className="lead">{label(clock.label)}</td>
              <td data-label={t('administration.rule.length')}>{length(clock)}</td>
              <td data-label={t('administration.rule.extension')}>
                {clock.extension === undefined
                  ? '—'
                  : t('administration.rule.extensionTo', {
                      length: length({ unit: clock.unit, amount: clock.extension.toAmount }),
                    })}
              </td>
              <td data-label={t('administration.rule.source')}>
                {clock.source}{' '}
                {clock.evidence === 'uncertain' ? (
                  <span className="mark" data-tone="amber">
                    {t('administration.rule.evidence.uncertain')}
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};

const RuleSet = ({ entry }: { readonly entry: RuleSetEntry }) => {
  const { t } = useTranslation();
  const ruleSetName = useRuleSetName();
  const { name, inForce, ruleSet, published } = entry;
  const isComing = ruleSet.effectiveFrom > today();
  return (
    <li>
      <div className="case-head">
        <h3>
          {ruleSetName(name)}{' '}
          <span className="mark" data-tone={inForce ? 'green' : isComing ? 'blue' : undefined}>
            {t(`administration.rule.${inForce ? 'inForce' : isComing ? 'coming' : 'before'}`)}
          </span>
        </h3>
        <Button
          size="small"
          aria-label={`${t('administration.download')} ${ruleSetName(name) ?? name}`}
          onClick={() => download(name, ruleSet)}
        >
          {t('administration.download')}
        </Button>
      </div>
      <dl className="facts">
        <div>
          <dt>{t('administration.rule.effectiveFrom')}</dt>
          <dd className="number">{ruleSet.effectiveFrom}</dd>
        </div>
        <div>
          <dt>{t('administration.rule.source')}</dt>
          <dd>{ruleSet.source}</dd>
        </div>
        <div>
          <dt>{t('administration.rule.published')}</dt>
          <dd>
            <PublishedBy published={published} />
          </dd>
        </div>
        <div>
          <dt>{t('administration.rule.openCases')}</dt>
          <dd>{t(`administration.rule.open.${ruleSet.transition.openCases}`)}</dd>
        </div>
      </dl>
      <Clocks clocks={ruleSet.clocks} />
    </li>
  );
};

const Calendars = ({ years }: { readonly years: Rules['calendarYears'] }) => {
  const { t } = useTranslation();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('administration.rule.year')}</th>
          <th className="right">{t('administration.rule.restDays')}</th>
          <th className="right">{t('administration.rule.workDays')}</th>
          <th>{t('administration.rule.source')}</th>
          <th>{t('administration.rule.published')}</th>
          <th>
            <span className="hidden-text">{t('administration.download')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {years.map(({ calendarYear, published }) => (
          <tr key={calendarYear.year}>
            <td className="lead number">{calendarYear.year}</td>
            <td className="right" data-label={t('administration.rule.restDays')}>
              {t('administration.rule.days', { count: calendarYear.restDays.length })}
            </td>
            <td className="right" data-label={t('administration.rule.workDays')}>
              {t('administration.rule.days', { count: calendarYear.workDays.length })}
            </td>
            <td data-label={t('administration.rule.source')}>{calendarYear.source}</td>
            <td data-label={t('administration.rule.published')}>
              <span>
                <PublishedBy published={published} />
              </span>
            </td>
            <td>
              <Button
                size="small"
                aria-label={`${t('administration.download')} ${calendarYear.year}`}
                onClick={() => download(`calendar-${calendarYear.year}`, calendarYear)}
              >
                {t('administration.download')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Rule sets and calendars: what is in force, what was, who published it, and what that moved. */
export default function RulesPage() {
  const { t } = useTranslation();
  const mayPublish = useSignedIn().roles.includes('administrator');
  const rules = useRules();
  const [publishing, setPublishing] = useState<'calendars' | 'rule-sets'>();
  const [moved, setMoved] = useParam('moved');
  const version = moved === undefined ? undefined : Number(moved);
  return (
    <Frame
      title={t('administration.rule.title')}
      end={
        mayPublish ? (
          <>
            <Button onClick={() => setPublishing('calendars')}>{t('administration.rule.publishCalendar')}</Button>
            <Button type="primary" onClick={() => setPublishing('rule-sets')}>
              {t('administration.rule.publishSet')}
            </Button>
          </>
        ) : null
      }
    >
      <ProblemNote error={rules.error} retry={() => void rules.refetch()} />
      {rules.isPending ? <Loading /> : null}
      {rules.data === undefined ? null : (
        <>
          <Panel title={t('administration.rule.sets')}>
            <ul className="findings">
              {rules.data.ruleSets.toReversed().map((entry) => (
                <RuleSet key={entry.name} entry={entry} />
              ))}
            </ul>
          </Panel>
          <Panel title={t('administration.rule.calendars')}>
            <Calendars years={rules.data.calendarYears.toReversed()} />
          </Panel>
          <Panel
            title={t('administration.rule.chooseMoved')}
            end={
              <Button size="small" onClick={() => setMoved(String(rules.data.rulesVersion))}>
                {t('administration.rule.movedOf', { version: rules.data.rulesVersion })}
              </Button>
            }
          >
            {version === undefined || !Number.isInteger(version) || version < 1 ? (
              <p className="quiet">{t('administration.rule.movedNone')}</p>
            ) : (
              <Moved rulesVersion={version} />
            )}
          </Panel>
        </>
      )}
      {publishing === undefined ? null : <Publish kind={publishing} close={() => setPublishing(undefined)} />}
    </Frame>
  );
}
