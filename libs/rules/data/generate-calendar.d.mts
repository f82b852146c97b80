export declare const calendarSource: () => string;
