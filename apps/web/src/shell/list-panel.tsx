import { Button, Empty } from 'antd';
import { Children, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from './loading';
import { ProblemNote } from './problem-note';

interface Column {
  readonly text: string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
  /** For those who hear the page: what is in it speaks for itself. */
  readonly hidden?: boolean;
}

interface List {
  readonly error: unknown;
  readonly isPending: boolean;
  readonly isSuccess: boolean;
  readonly isFetching: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly refetch: () => unknown;
  readonly fetchNextPage: () => unknown;
}

/** A list that is read on page by page, as a table; its rows are the children. */
export const ListPanel = ({
  list,
  title,
  end,
  columns,
  empty,
  isPast = false,
  children,
}: {
  readonly list: List;
  readonly title: string;
  readonly end?: ReactNode;
  readonly columns: readonly Column[];
  readonly empty: string;
  readonly isPast?: boolean;
  readonly children: readonly ReactNode[];
}) => {
  const { t } = useTranslation();
  const id = useId();
  const isEmpty = Children.count(children) === 0;
  return (
    <>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      <section className="panel gap-top" aria-labelledby={id} data-past={isPast ? '' : undefined}>
        <div className="panel-head">
          <h2 id={id}>{title}</h2>
          <span className="hidden-text" role="status">
            {list.isSuccess ? t('rowsShown', { count: Children.count(children) }) : null}
          </span>
          {end}
        </div>
        <div className="panel-body">
          {list.isPending ? <Loading /> : null}
          {list.isSuccess && isEmpty ? <Empty description={empty} /> : null}
          {isEmpty ? null : (
            <table className="table" aria-busy={list.isFetching}>
              <thead>
                <tr>
                  {columns.map(({ text, right, hidden }) => (
                    <th key={text} scope="col" className={right === true ? 'right' : undefined}>
                      {hidden === true ? <span className="hidden-text">{text}</span> : text}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>{children}</tbody>
            </table>
          )}
          {list.hasNextPage ? (
            <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('more')}
            </Button>
          ) : null}
        </div>
      </section>
    </>
  );
};
