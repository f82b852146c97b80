import i18n from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Label } from '../api/types';
import { en } from './en';
import { problems } from './problems';
import { zh } from './zh';

export type Language = 'zh' | 'en';

const storageKey = 'language';

const remembered = (): Language => (localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh');

const problemTexts = (language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(problems).map(([reason, label]) => [reason, label[language]]));

void i18n.use(initReactI18next).init({
  lng: remembered(),
  fallbackLng: 'zh',
  resources: {
    zh: { translation: { ...zh, problem: problemTexts('zh') } },
    en: { translation: { ...en, problem: problemTexts('en') } },
  },
  interpolation: { escapeValue: false },
});
document.documentElement.lang = remembered() === 'zh' ? 'zh-CN' : 'en';

export const chooseLanguage = (language: Language): void => {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  void i18n.changeLanguage(language);
};

export const useLanguage = (): Language => (useTranslation().i18n.language === 'en' ? 'en' : 'zh');

/** The label in the chosen language; the name itself where there is no label. */
export const useLabel = (): ((label: Label | undefined, name?: string) => string) => {
  const language = useLanguage();
  return (label, name = '') => label?.[language] ?? name;
};
