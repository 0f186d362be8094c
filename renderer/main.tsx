import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connect } from './lib/client.ts';
import { followServer } from './lib/live.ts';
import { applyRememberedTheme } from './lib/theme.ts';

applyRememberedTheme();
connect(window);
followServer();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
