export const problems = {
  'problem.title': 'Ferry had a problem',
  'problem.windowGone':
    'Its window closed unexpectedly and was opened again. Everything you had saved is on this computer.',
  'problem.windowFails':
    'Its window keeps closing. Everything you had saved is on this computer. Try again, or quit and start Ferry again.',
  'problem.windowHangs':
    'Its window does not answer. What you typed last may not be saved yet: wait a moment before you open it again.',
  'problem.unexpected':
    'Something went wrong inside Ferry. It keeps running, and everything you had saved is on this computer.',
  'problem.ok': 'OK',
  'problem.wait': 'Wait',
  'problem.reopen': 'Open it again',
  'problem.retry': 'Try again',
  'problem.report': 'Look at the report',
  'problem.quit': 'Quit',
} as const;
