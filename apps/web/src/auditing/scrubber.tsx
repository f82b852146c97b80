import { LeftOutlined, RightOutlined, StepBackwardOutlined, StepForwardOutlined } from '@ant-design/icons';
import { Button, Segmented, Slider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseTypeDescription } from '../api/types';
import { dayOf, shownInstant } from '../format';
import { useLabel } from '../i18n';
import type { Moment } from './api';
import { type Stepping, type Stop, steppings } from './stops';

interface ScrubberProps {
  readonly stops: readonly Stop[];
  readonly index: number;
  readonly by: Moment['by'];
  readonly stepping: Stepping;
  readonly described: CaseTypeDescription;
  readonly name: string;
  /** Whether the name is to be seen, where there are several. */
  readonly isNamed?: boolean;
  readonly go: (stop: Stop) => void;
}

/** What a stop is called: the event that leads there and when, or the day. */
export const useStopName = (described: CaseTypeDescription) => {
  const label = useLabel();
  return ({ event, instant }: Stop): string =>
    event === undefined
      ? dayOf(instant)
      : `${shownInstant(instant)} ${label(described.events[event.type]?.label, event.type)}`;
};

/** Moves through the moments of a case: by hand, by button, by the arrow keys. */
export const Scrubber = ({ stops, index, by, stepping, described, name, isNamed = false, go }: ScrubberProps) => {
  const { t } = useTranslation();
  const stopName = useStopName(described);
  // While the handle is held nothing is asked for.
  const [held, setHeld] = useState<number>();
  const shown = Math.min(held ?? index, stops.length - 1);
  const stop = stops[shown];
  const goTo = (to: number) => {
    setHeld(undefined);
    const target = stops[Math.max(0, Math.min(to, stops.length - 1))];
    if (target !== undefined) go(target);
  };
  if (stop === undefined) return null;
  return (
    <div className="scrubber" role="group" aria-label={name}>
      {isNamed ? <p className="quiet small">{name}</p> : null}
      <div className="scrubber-line">
        <Button
          icon={<StepBackwardOutlined />}
          aria-label={t('auditing.replay.first')}
          disabled={index === 0}
          onClick={() => goTo(0)}
        />
        <Button
          icon={<LeftOutlined />}
          aria-label={t(`auditing.replay.before.${stepping}`)}
          disabled={index === 0}
          onClick={() => goTo(index - 1)}
        />
        <Slider
          className="scrubber-track"
          min={0}
          max={Math.max(1, stops.length - 1)}
          value={shown}
          disabled={stops.length < 2}
          included={by === 'recorded'}
          tooltip={{ open: false }}
          ariaLabelForHandle={name}
          ariaValueTextFormatterForHandle={(at) => {
            const here = stops[at];
            return here === undefined ? '' : stopName(here);
          }}
          onChange={setHeld}
          onChangeComplete={goTo}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t(`auditing.replay.after.${stepping}`)}
          disabled={index >= stops.length - 1}
          onClick={() => goTo(index + 1)}
        />
        <Button
          icon={<StepForwardOutlined />}
          aria-label={t('auditing.replay.last')}
          disabled={index >= stops.length - 1}
          onClick={() => goTo(stops.length - 1)}
        />
      </div>
      <p className="scrubber-stop">
        <b className="number">
          {shown + 1} / {stops.length}
        </b>{' '}
        {stopName(stop)}
      </p>
    </div>
  );
};

/** In what strides the replay moves, and in which of the two times. */
export const ReplayModes = ({
  by,
  stepping,
  setBy,
  setStepping,
}: {
  readonly by: Moment['by'];
  readonly stepping: Stepping;
  readonly setBy: (by: Moment['by']) => void;
  readonly setStepping: (stepping: Stepping) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="replay-modes">
      <span>
        <span className="quiet small" aria-hidden>
          {t('auditing.replay.by')}
        </span>
        <Segmented
          aria-label={t('auditing.replay.by')}
          value={by}
          onChange={setBy}
          options={(['recorded', 'occurred'] as const).map((value) => ({ value, label: t(`auditing.by.${value}`) }))}
        />
      </span>
      <span>
        <span className="quiet small" aria-hidden>
          {t('auditing.replay.stepping')}
        </span>
        <Segmented
          aria-label={t('auditing.replay.stepping')}
          value={stepping}
          onChange={setStepping}
          options={steppings.map((value) => ({ value, label: t(`auditing.step.${value}`) }))}
        />
      </span>
    </div>
  );
};
