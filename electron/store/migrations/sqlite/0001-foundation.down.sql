DROP TABLE activity;
DROP TABLE jobs;
DROP TABLE settings;
