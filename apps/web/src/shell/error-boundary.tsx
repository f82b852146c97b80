import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const Broken = () => {
  const { t } = useTranslation();
  return (
    <div className="panel state" role="alert">
      <h1>{t('broken.title')}</h1>
      <p className="gap">{t('broken.text')}</p>
      <Button type="primary" onClick={() => location.reload()}>
        {t('broken.reload')}
      </Button>
    </div>
  );
};

/** Shows a plain message in place of a page that failed to draw. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
