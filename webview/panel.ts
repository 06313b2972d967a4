import './base.css';
import { reportErrors } from './errorReport.ts';
import './ssePanel.ts';

reportErrors();

// The page brings nothing but this script; a page that brings the element already keeps it.
if (document.querySelector('sse-panel') === null) {
  document.body.append(document.createElement('sse-panel'));
}
