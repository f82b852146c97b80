import {
  BarChart,
  type BarSeriesOption,
  LineChart,
  type LineSeriesOption,
  ScatterChart,
  type ScatterSeriesOption,
} from 'echarts/charts';
import {
  AriaComponent,
  type AriaComponentOption,
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';

use([BarChart, LineChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

type Option = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | AriaComponentOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
>;

export interface ChartProps {
  /** `ranked`: one row for each category, the first series as a bar, the others as marks beside it. */
  readonly kind: 'bars' | 'lines' | 'ranked';
  readonly categories: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** What the numbers are. */
  readonly unit: string;
  /** What the picture shows, for those who do not see it; the table below has the numbers. */
  readonly description: string;
}

const rowHeight = 24;
const symbols = ['circle', 'rect', 'triangle'] as const;

const variable = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const seriesOf = (
  kind: ChartProps['kind'],
  { name, values }: ChartProps['series'][number],
  index: number,
): BarSeriesOption | LineSeriesOption | ScatterSeriesOption => {
  const symbol = symbols[index % symbols.length];
  const data = [...values];
  switch (kind) {
    case 'lines':
      return { type: 'line', name, data, symbol, symbolSize: 7 };
    case 'bars':
      return { type: 'bar', name, data, barMaxWidth: 36 };
    case 'ranked':
      return index === 0
        ? { type: 'bar', name, data, barMaxWidth: 12 }
        : { type: 'scatter', name, data, symbol, symbolSize: 9 };
    default:
      return kind satisfies never;
  }
};

const optionOf = ({ kind, categories, series, unit, description }: ChartProps): Option => {
  const [ink, line, ...hues] = ['--ink-2', '--line', '--blue', '--amber', '--red'].map(variable);
  const names = {
    type: 'category' as const,
    data: [...categories],
    axisLine: { lineStyle: { color: line } },
    axisLabel: { color: ink, width: 110, overflow: 'truncate' as const },
    axisTick: { show: false },
  };
  const values = {
    type: 'value' as const,
    name: unit,
    nameTextStyle: { color: ink },
    axisLabel: { color: ink },
    splitLine: { lineStyle: { color: line } },
  };
  const lying = kind === 'ranked';
  return {
    animation: false,
    aria: { enabled: true, label: { description } },
    color: hues,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    // Beside a lying chart stands the unit.
    grid: {
      left: 4,
      right: lying ? 48 : 24,
      top: 40,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    // The library's legend hides a series by the mouse alone.
    ...(series.length > 1 ? { legend: { top: 0, right: 0, textStyle: { color: ink }, selectedMode: false } } : {}),
    tooltip: { trigger: 'axis', axisPointer: { type: kind === 'lines' ? 'line' : 'shadow' } },
    xAxis: lying ? { ...values, nameLocation: 'end' } : names,
    yAxis: lying ? { ...names, inverse: true } : values,
    series: series.map((one, index) => seriesOf(kind, one, index)),
  };
};

const useDarkness = (): boolean => {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setDark(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return dark;
};

const heightOf = ({ kind, categories }: ChartProps): number =>
  kind === 'ranked' ? 80 + categories.length * rowHeight : 280;

/** A picture of numbers that stand in a table beside it. */
export default function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const dark = useDarkness();
  useEffect(() => {
    if (place.current === null) return;
    const drawn = init(place.current, undefined, { renderer: 'svg' });
    chart.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, []);
  const drawing = JSON.stringify(props);
  useEffect(() => {
    chart.current?.setOption(optionOf(JSON.parse(drawing) as ChartProps), true);
    chart.current?.resize();
  }, [drawing, dark]);
  return <div ref={place} role="img" style={{ height: heightOf(props) }} />;
}
