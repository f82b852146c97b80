import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Route, Routes } from 'react-router';
import { queries } from './api/queries';
import { consoles } from './consoles';
import { useLanguage } from './i18n';
import { FirstPage } from './session/first-page';
import { SignedIn } from './session/signed-in';
import { ErrorBoundary } from './shell/error-boundary';
import { Loading } from './shell/loading';
import { MessagesPlace } from './shell/messages';
import { NotFound } from './shell/not-found';
import { Shell } from './shell/shell';
import { useTheme } from './theme';

const SignInPage = lazy(() => import('./session/sign-in-page'));
const MyWorkPage = lazy(() => import('./work/my-work-page'));
const CasePage = lazy(() => import('./case/case-page'));
const LetterPage = lazy(() => import('./case/letter-page'));
const PeoplePage = lazy(() => import('./people/people-page'));
const OpenForPersonPage = lazy(() => import('./opening/for-person-page'));
const OpenPage = lazy(() => import('./opening/open-page'));
const CaseloadPage = lazy(() => import('./caseload/caseload-page'));
const NoticesPage = lazy(() => import('./notices/notices-page'));
const BatchesPage = lazy(() => import('./payments/batches-page'));
const BatchPage = lazy(() => import('./payments/batch-page'));

const Pages = () => (
  <Suspense fallback={<Loading />}>
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="/notices" element={<NoticesPage />} />
      <Route element={<SignedIn />}>
        <Route path="/cases/:caseId/letters/:letter" element={<LetterPage />} />
        <Route element={<Shell />}>
          <Route index element={<FirstPage />} />
          <Route path="/work" element={<MyWorkPage />} />
          <Route path="/cases" element={<CaseloadPage />} />
          <Route path="/cases/:caseId" element={<CasePage />} />
          <Route path="/people" element={<PeoplePage />} />
          <Route path="/people/:personId/apply" element={<OpenForPersonPage />} />
          <Route path="/open/:type/:command" element={<OpenPage />} />
          <Route path="/payments" element={<BatchesPage />} />
          <Route path="/payments/:batchId" element={<BatchPage />} />
          {consoles.flatMap(({ pages }) =>
            pages.map(({ path, page: Page }) => <Route key={path} path={path} element={<Page />} />),
          )}
          <Route path="*" element={<NotFound />} />
        </Route>
      </Route>
    </Routes>
  </Suspense>
);

export const App = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const theme = useTheme();
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <MessagesPlace>
        <QueryClientProvider client={queries}>
          <ErrorBoundary>
            <a className="skip no-print" href="#content">
              {t('skip')}
            </a>
            <BrowserRouter>
              <Pages />
            </BrowserRouter>
          </ErrorBoundary>
        </QueryClientProvider>
      </MessagesPlace>
    </ConfigProvider>
  );
};
