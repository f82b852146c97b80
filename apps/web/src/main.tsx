import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { textsAreThere } from './i18n';
import './styles.css';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no root element');
await textsAreThere;
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
