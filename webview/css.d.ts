/** Style sheets are imported for the bundler to collect; nothing of them reaches the script. */
declare module '*.css';
