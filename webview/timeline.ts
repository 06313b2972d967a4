import './base.css';
import { reportErrors } from './errorReport.ts';
import './timeline/timelineView.ts';

reportErrors();

// The page brings nothing but this script; a page that brings the element already keeps it.
if (document.querySelector('sse-timeline-view') === null) {
  document.body.append(document.createElement('sse-timeline-view'));
}
