/** As `newRunId` makes them. It begins with the time, so the newest is the last. */
export const RUN_ID = /^\d{8}-\d{6}-[0-9a-z]+$/;
