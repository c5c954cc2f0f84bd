import './api/strict-policy.ts';
import { render } from 'preact';
import { App } from './app.tsx';
import { showSafeTextOnly } from './parts/safe-text.ts';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/frame.css';
import './styles/lists.css';
import './styles/case.css';
import './styles/host.css';
import './styles/desk.css';
import './styles/directory.css';
import './styles/figures.css';
import './styles/overview.css';
import './styles/oncall.css';

showSafeTextOnly();
const place = document.querySelector('#console');
if (place !== null) render(<App />, place);
