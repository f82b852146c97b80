import { DatePicker, Empty, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { Suspense, lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { withQuery } from '../api/client';
import { useCaseTypes } from '../api/queries';
import { dayOf, today } from '../format';
import { useLabel } from '../i18n';
import { Fact } from '../shell/fact';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { Timelines } from './api';
import type { ChartProps } from './chart';
import { type Scale, useBinName, useScale } from './durations';
import { CsvLink, OfficeFilter, TypeFilter } from '../shell/filters';
import { Frame } from './frame';
import { useTimelines } from './queries';
import { stepName, useSteps } from './steps';
import { useUrlState } from '../shell/url-state';

const Chart = lazy(() => import('./chart'));

const Picture = (props: ChartProps) => (
  <Suspense fallback={<Loading />}>
    <Chart {...props} />
  </Suspense>
);

const percentiles = ['p50', 'p90', 'p95'] as const;
const further = ['min', 'max', 'mean'] as const;

type Statistics = NonNullable<Timelines['all']>;
type Asked = Readonly<Record<string, string | undefined>>;

const stepsOf = (asked: Asked, more: Asked): string => withQuery('/supervision/steps', { ...asked, ...more });

interface Line {
  readonly key: string;
  readonly name: string;
  readonly statistics: Statistics;
  /** What to ask for the steps behind it. */
  readonly steps: Asked;
}

/** The same numbers as in the picture above it, each count with its steps. */
const StatisticsTable = ({
  lines,
  first,
  asked,
  scale,
}: {
  readonly lines: readonly Line[];
  readonly first: string;
  readonly asked: Asked;
  readonly scale: Scale;
}) => {
  const { t } = useTranslation();
  return (
    <table className="table">
      <caption className="hidden-text">{t('supervision.timelines.unit', { unit: scale.unit })}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col" className="right">
            {t('supervision.timelines.n')}
          </th>
          {[...percentiles, ...further].map((name) => (
            <th key={name} scope="col" className="right">
              {t(`supervision.timelines.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, name, statistics, steps }) => (
          <tr key={key}>
            <th scope="row" className="lead">
              {name}
            </th>
            <td className="right" data-label={t('supervision.timelines.n')}>
              <Link
                to={stepsOf(asked, steps)}
                aria-label={t('supervision.timelines.stepsOf', { name, n: statistics.n })}
              >
                {statistics.n}
              </Link>
            </td>
            {[...percentiles, ...further].map((of) => (
              <td key={of} className="right" data-label={t(`supervision.timelines.${of}`)}>
                {scale.show(statistics[of])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Distribution = ({ data, asked }: { readonly data: Timelines; readonly asked: Asked }) => {
  const { t } = useTranslation();
  const binName = useBinName();
  const filled = data.histogram.map(({ n }) => n > 0);
  const bins = data.histogram
    .slice(filled.indexOf(true), filled.lastIndexOf(true) + 1)
    .map((bin) => ({ ...bin, name: binName(bin.from, bin.to) }));
  return (
    <Panel title={t('supervision.timelines.distribution')}>
      <div className="picture-beside">
        <Picture
          kind="bars"
          categories={bins.map(({ name }) => name)}
          series={[{ name: t('supervision.timelines.n'), values: bins.map(({ n }) => n) }]}
          unit={t('supervision.timelines.n')}
          description={t('supervision.timelines.distributionHint')}
        />
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('supervision.timelines.took')}</th>
              <th scope="col" className="right">
                {t('supervision.timelines.n')}
              </th>
            </tr>
          </thead>
          <tbody>
            {bins.map(({ name, from, to, n }) => (
              <tr key={from}>
                <th scope="row" className="lead">
                  {name}
                </th>
                <td className="right" data-label={t('supervision.timelines.n')}>
                  {n === 0 ? (
                    0
                  ) : (
                    <Link
                      to={stepsOf(asked, { atLeast: String(from), below: to === undefined ? undefined : String(to) })}
                      aria-label={t('supervision.timelines.stepsOf', { name, n })}
                    >
                      {n}
                    </Link>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
};

/** Lines of the same kind: their percentiles as a picture, and as a table. */
const Compared = ({
  title,
  kind,
  lines,
  first,
  asked,
  scale,
  end,
}: {
  readonly title: string;
  readonly kind: ChartProps['kind'];
  readonly lines: readonly Line[];
  readonly first: string;
  readonly asked: Asked;
  readonly scale: Scale;
  readonly end?: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <Panel title={title} end={end}>
      <Picture
        kind={kind}
        categories={lines.map(({ name }) => name)}
        series={percentiles.map((name) => ({
          name: t(`supervision.timelines.${name}`),
          values: lines.map(({ statistics }) => scale.value(statistics[name])),
        }))}
        unit={scale.unit}
        description={title}
      />
      <StatisticsTable lines={lines} first={first} asked={asked} scale={scale} />
    </Panel>
  );
};

const keys = ['office', 'type', 'cause'] as const;
type Key = (typeof keys)[number];

const stepsOfGroup = (by: Key, key: string): Asked => {
  switch (by) {
    case 'office':
      return { office: key, subtree: 'false' };
    case 'type':
      return { type: key };
    case 'cause':
      return { cause: key };
    default:
      return by satisfies never;
  }
};

const Answer = ({
  data,
  asked,
  by,
  byChoice,
}: {
  readonly data: Timelines;
  readonly asked: Asked;
  readonly by: Key;
  readonly byChoice: ReactNode;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  const scale = useScale(data.all?.max);
  const { all } = data;
  if (all === undefined) return <Empty className="state" description={t('supervision.timelines.empty')} />;
  const groupName = (key: string, name: Timelines['groups'][number]['label']): string =>
    by === 'type' ? label(types[key]?.label, key) : label(name, key);
  return (
    <>
      <Panel title={t('supervision.timelines.all')}>
        <dl className="facts figures">
          <Fact name={t('supervision.timelines.n')}>
            <Link to={stepsOf(asked, {})} className="figure">
              {all.n}
            </Link>
          </Fact>
          {percentiles.map((name) => (
            <Fact key={name} name={`${t(`supervision.timelines.${name}`)} (${scale.unit})`}>
              <b className="figure">{scale.show(all[name])}</b>
            </Fact>
          ))}
          {further.map((name) => (
            <Fact key={name} name={`${t(`supervision.timelines.${name}`)} (${scale.unit})`}>
              <span className="figure">{scale.show(all[name])}</span>
            </Fact>
          ))}
        </dl>
      </Panel>
      <Distribution data={data} asked={asked} />
      <Compared
        title={t('supervision.timelines.trend')}
        kind="lines"
        first={t('supervision.timelines.month')}
        asked={asked}
        scale={scale}
        lines={data.trend.map(({ month, ...statistics }) => ({
          key: month,
          name: month,
          statistics,
          steps: { month },
        }))}
      />
      <Compared
        title={t('supervision.timelines.comparison')}
        kind="ranked"
        first={t(`supervision.timelines.byKey.${by}`)}
        asked={asked}
        scale={scale}
        end={byChoice}
        lines={data.groups.map(({ key, label: name, ...statistics }) => ({
          key,
          name: groupName(key, name),
          statistics,
          steps: stepsOfGroup(by, key),
        }))}
      />
    </>
  );
};

const aYearAgo = (): string => dayOf(Date.now() - 365 * 86_400_000);

/** How long finished steps took: distribution, trend, comparison; in pictures and in tables of the same numbers. */
export default function TimelinesPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(['step', 'type', 'office', 'from', 'to', 'by']);
  const groups = useSteps(filter.type);
  const step = filter.step ?? 'case';
  const possible = keys.filter(
    (key) => key === 'office' || (key === 'type' ? filter.type === undefined : step.startsWith('pause:')),
  );
  const by = possible.find((key) => key === filter.by) ?? 'office';
  const asked = {
    step,
    type: filter.type,
    office: filter.office,
    from: filter.from ?? aYearAgo(),
    to: filter.to ?? today(),
  };
  const answer = useTimelines({ ...asked, by });
  const { data } = answer;
  const day = (name: 'from' | 'to') => (
    <label>
      {t(`supervision.timelines.${name}Day`)}
      <DatePicker
        allowClear={false}
        value={dayjs(asked[name])}
        disabledDate={(date) => date.format('YYYY-MM-DD') > today()}
        onChange={(date: dayjs.Dayjs | null) => change({ [name]: date?.format('YYYY-MM-DD') })}
      />
    </label>
  );
  return (
    <Frame
      title={t('supervision.timelines.title')}
      end={<CsvLink path="/api/deadlines/timelines" query={{ ...asked, by }} />}
    >
      <div className="panel filters" role="search">
        <TypeFilter
          value={filter.type}
          choose={(type) => change({ type, step: step.startsWith('stage:') ? undefined : filter.step })}
        />
        <label className="wide">
          {t('supervision.timelines.step')}
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={step}
            onChange={(chosen) => change({ step: chosen })}
            options={groups.map(({ label, options }) => ({ label, title: label, options: [...options] }))}
          />
        </label>
        <OfficeFilter value={filter.office} choose={(office) => change({ office })} />
        {day('from')}
        {day('to')}
      </div>
      <p className="muted gap gap-top" role="status">
        {stepName(groups, step)} · {t('supervision.timelines.hint')}
      </p>
      <ProblemNote error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending ? <Loading /> : null}
      {data === undefined || data.by !== by ? null : (
        <Answer
          data={data}
          asked={asked}
          by={by}
          byChoice={
            possible.length < 2 ? undefined : (
              <Segmented<Key>
                aria-label={t('supervision.timelines.comparison')}
                value={by}
                onChange={(key) => change({ by: key })}
                options={possible.map((key) => ({ value: key, label: t(`supervision.timelines.byKey.${key}`) }))}
              />
            )
          }
        />
      )}
    </Frame>
  );
}
