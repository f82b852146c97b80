import i18n from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Label } from '../api/types';
import { problems } from './problems';
import { zh } from './zh';

export type Language = 'zh' | 'en';

const storageKey = 'language';

const remembered = (): Language => (localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh');

const problemTexts = (language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(problems).map(([reason, label]) => [reason, label[language]]));

/** English is fetched by those who chose it. */
const addEnglish = async (): Promise<void> => {
  const { en } = await import('./en');
  i18n.addResourceBundle('en', 'translation', { ...en, problem: problemTexts('en') }, true);
};

void i18n.use(initReactI18next).init({
  lng: 'zh',
  fallbackLng: 'zh',
  resources: { zh: { translation: { ...zh, problem: problemTexts('zh') } } },
  interpolation: { escapeValue: false },
});

/** Texts that cannot be fetched leave the page in Chinese instead of empty. */
const show = async (language: Language): Promise<void> => {
  const shown =
    language === 'en'
      ? await addEnglish().then(
          () => language,
          () => 'zh' as const,
        )
      : language;
  document.documentElement.lang = shown === 'zh' ? 'zh-CN' : 'en';
  await i18n.changeLanguage(shown);
};

/** Settles when the texts of the language chosen earlier are there. */
export const textsAreThere = show(remembered());

export const chooseLanguage = (language: Language): void => {
  localStorage.setItem(storageKey, language);
  void show(language);
};

export const useLanguage = (): Language => (useTranslation().i18n.language === 'en' ? 'en' : 'zh');

/** The label in the chosen language; the name itself where there is no label. */
export const useLabel = (): ((label: Label | undefined, name?: string) => string) => {
  const language = useLanguage();
  return useCallback((label, name = '') => label?.[language] ?? name, [language]);
};
