CREATE TABLE attempt (
	content_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	PRIMARY KEY (content_id, pipeline_key)
);
COMMENT ON TABLE attempt IS 'Documents being worked on; a row that outlives its run tells of a crash.';
CREATE TABLE band (
	band BIGINT NOT NULL, 
	content_id TEXT NOT NULL, 
	PRIMARY KEY (band, content_id)
);
CREATE INDEX band_content_id ON band (content_id);
COMMENT ON TABLE band IS 'Finds near-duplicates; of no interest to readers.';
COMMENT ON COLUMN band."band" IS 'part of the text''s MinHash signature';
CREATE TABLE pipeline (
	pipeline_key TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	extractor_version TEXT NOT NULL, 
	first_used TEXT NOT NULL, 
	PRIMARY KEY (pipeline_key)
);
COMMENT ON TABLE pipeline IS 'Every pipeline that has put facts here.';
COMMENT ON COLUMN pipeline."pipeline_key" IS 'hash of code, rules and lexicons';
COMMENT ON COLUMN pipeline."fingerprint" IS 'hash of the files the key was made from';
COMMENT ON COLUMN pipeline."first_used" IS 'UTC time';
CREATE TABLE quarantine (
	item TEXT NOT NULL, 
	id TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	pipeline_key TEXT, 
	stage TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	remedy TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	document JSONB, 
	PRIMARY KEY (item)
);
COMMENT ON TABLE quarantine IS 'What could not be done, and why.';
COMMENT ON COLUMN quarantine."item" IS 'hash of text and date, or of the origin';
COMMENT ON COLUMN quarantine."origin" IS 'file, and line or member within it';
COMMENT ON COLUMN quarantine."pipeline_key" IS 'null: failed before the pipeline';
COMMENT ON COLUMN quarantine."stage" IS 'read, repair, extract, worker or write';
COMMENT ON COLUMN quarantine."document" IS 'the document, where there is one';
CREATE TABLE run (
	run_id BIGSERIAL NOT NULL, 
	started TEXT NOT NULL, 
	finished TEXT, 
	status TEXT NOT NULL, 
	pipeline_key TEXT, 
	workers INTEGER, 
	read INTEGER, 
	done INTEGER, 
	skipped INTEGER, 
	duplicates INTEGER, 
	quarantined INTEGER, 
	facts INTEGER, 
	chars BIGINT, 
	seconds FLOAT, 
	memory_mb FLOAT, 
	PRIMARY KEY (run_id)
);
COMMENT ON TABLE run IS 'One row a run of the program.';
COMMENT ON COLUMN run."started" IS 'UTC time';
COMMENT ON COLUMN run."status" IS 'running, done, stopped or failed';
COMMENT ON COLUMN run."memory_mb" IS 'peak of parent and workers together';
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	applied TEXT NOT NULL, 
	PRIMARY KEY (version)
);
COMMENT ON TABLE schema_version IS 'The migrations that this database has had.';
COMMENT ON COLUMN schema_version."applied" IS 'UTC time';
CREATE TABLE document (
	doc_id TEXT NOT NULL, 
	number BIGINT NOT NULL, 
	id TEXT NOT NULL, 
	title TEXT, 
	published TEXT, 
	source TEXT, 
	url TEXT, 
	text TEXT NOT NULL, 
	chars INTEGER NOT NULL, 
	superseded_by TEXT, 
	current_key TEXT, 
	PRIMARY KEY (doc_id), 
	UNIQUE (number), 
	FOREIGN KEY(superseded_by) REFERENCES document (doc_id) ON DELETE SET NULL, 
	FOREIGN KEY(current_key) REFERENCES pipeline (pipeline_key)
);
CREATE INDEX document_id ON document (id);
CREATE INDEX document_published ON document (published);
CREATE INDEX document_superseded_by ON document (superseded_by);
COMMENT ON TABLE document IS 'One row a release; re-posts of it are rows of source.';
COMMENT ON COLUMN document."doc_id" IS 'hash of text and publication date';
COMMENT ON COLUMN document."number" IS 'order of arrival; the full-text index''s key';
COMMENT ON COLUMN document."id" IS 'the id that the input gave, or the file''s stem';
COMMENT ON COLUMN document."published" IS 'ISO date';
COMMENT ON COLUMN document."source" IS 'who published it, as the page says';
COMMENT ON COLUMN document."text" IS 'exactly as read; spans count its code points';
COMMENT ON COLUMN document."chars" IS 'length of text in code points';
COMMENT ON COLUMN document."superseded_by" IS 'the corrected release at the same URL';
COMMENT ON COLUMN document."current_key" IS 'the newest finished result';
CREATE TABLE result (
	doc_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	status TEXT NOT NULL, 
	record_schema INTEGER NOT NULL, 
	flags JSONB NOT NULL, 
	facts INTEGER NOT NULL, 
	PRIMARY KEY (doc_id, pipeline_key), 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE, 
	FOREIGN KEY(pipeline_key) REFERENCES pipeline (pipeline_key)
);
CREATE INDEX result_pipeline_key ON result (pipeline_key);
COMMENT ON TABLE result IS 'What one pipeline finished about one document.';
COMMENT ON COLUMN result."status" IS 'done';
COMMENT ON COLUMN result."flags" IS 'what a reader must know: repaired, published_unknown…';
COMMENT ON COLUMN result."facts" IS 'number of facts';
CREATE TABLE source (
	content_id TEXT NOT NULL, 
	location TEXT NOT NULL, 
	doc_id TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	id TEXT NOT NULL, 
	title TEXT, 
	published TEXT, 
	source TEXT, 
	url TEXT, 
	clean_hash TEXT NOT NULL, 
	text TEXT, 
	PRIMARY KEY (content_id, location), 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE
);
CREATE INDEX source_doc_id ON source (doc_id);
CREATE INDEX source_url ON source (url);
COMMENT ON TABLE source IS 'Every place where a document was seen.';
COMMENT ON COLUMN source."content_id" IS 'hash of text and publication date as seen at this place';
COMMENT ON COLUMN source."location" IS 'the URL, or the id where there is no URL';
COMMENT ON COLUMN source."seq" IS 'order of arrival';
COMMENT ON COLUMN source."clean_hash" IS 'hash of the repaired text without furniture and punctuation';
COMMENT ON COLUMN source."text" IS 'the text seen here where it is not the document''s';
CREATE TABLE company (
	doc_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	n INTEGER NOT NULL, 
	fact_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	canonical TEXT, 
	aliases JSONB NOT NULL, 
	text TEXT NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	mentions JSONB NOT NULL, 
	rules JSONB NOT NULL, 
	repaired TEXT, 
	confidence FLOAT NOT NULL, 
	PRIMARY KEY (doc_id, pipeline_key, n), 
	FOREIGN KEY(doc_id, pipeline_key) REFERENCES result (doc_id, pipeline_key) ON DELETE CASCADE, 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE
);
CREATE INDEX company_name ON company (name);
COMMENT ON TABLE company IS 'A named enterprise.';
COMMENT ON COLUMN company."n" IS 'order in the text, from 0';
COMMENT ON COLUMN company."fact_id" IS 'hash of doc_id, pipeline_key, kind, span, rules and value';
COMMENT ON COLUMN company."text" IS 'as written';
COMMENT ON COLUMN company."mentions" IS '[[start, end], …]';
COMMENT ON COLUMN company."rules" IS 'ids of the rules that made it';
COMMENT ON COLUMN company."repaired" IS 'null; certain; or model: rests on repaired characters';
CREATE TABLE event (
	doc_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	n INTEGER NOT NULL, 
	fact_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	place TEXT, 
	start_date TEXT, 
	end_date TEXT, 
	part_of TEXT, 
	text TEXT NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	mentions JSONB NOT NULL, 
	rules JSONB NOT NULL, 
	repaired TEXT, 
	confidence FLOAT NOT NULL, 
	PRIMARY KEY (doc_id, pipeline_key, n), 
	FOREIGN KEY(doc_id, pipeline_key) REFERENCES result (doc_id, pipeline_key) ON DELETE CASCADE, 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE
);
CREATE INDEX event_name ON event (name);
COMMENT ON TABLE event IS 'An event the release is about or names as held.';
COMMENT ON COLUMN event."n" IS 'order in the text, from 0';
COMMENT ON COLUMN event."fact_id" IS 'hash of doc_id, pipeline_key, kind, span, rules and value';
COMMENT ON COLUMN event."start_date" IS 'ISO, cut to what is known';
COMMENT ON COLUMN event."text" IS 'as written';
COMMENT ON COLUMN event."mentions" IS '[[start, end], …]';
COMMENT ON COLUMN event."rules" IS 'ids of the rules that made it';
COMMENT ON COLUMN event."repaired" IS 'null; certain; or model: rests on repaired characters';
CREATE TABLE official (
	doc_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	n INTEGER NOT NULL, 
	fact_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	text TEXT NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	mentions JSONB NOT NULL, 
	rules JSONB NOT NULL, 
	repaired TEXT, 
	confidence FLOAT NOT NULL, 
	PRIMARY KEY (doc_id, pipeline_key, n), 
	FOREIGN KEY(doc_id, pipeline_key) REFERENCES result (doc_id, pipeline_key) ON DELETE CASCADE, 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE
);
COMMENT ON TABLE official IS 'A named person with a post; the posts are in post.';
COMMENT ON COLUMN official."n" IS 'order in the text, from 0';
COMMENT ON COLUMN official."fact_id" IS 'hash of doc_id, pipeline_key, kind, span, rules and value';
COMMENT ON COLUMN official."text" IS 'as written';
COMMENT ON COLUMN official."mentions" IS '[[start, end], …]';
COMMENT ON COLUMN official."rules" IS 'ids of the rules that made it';
COMMENT ON COLUMN official."repaired" IS 'null; certain; or model: rests on repaired characters';
CREATE TABLE organizer (
	doc_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	n INTEGER NOT NULL, 
	fact_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	event TEXT, 
	canonical TEXT, 
	aliases JSONB NOT NULL, 
	text TEXT NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	mentions JSONB NOT NULL, 
	rules JSONB NOT NULL, 
	repaired TEXT, 
	confidence FLOAT NOT NULL, 
	PRIMARY KEY (doc_id, pipeline_key, n), 
	FOREIGN KEY(doc_id, pipeline_key) REFERENCES result (doc_id, pipeline_key) ON DELETE CASCADE, 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE
);
CREATE INDEX organizer_name ON organizer (name);
COMMENT ON TABLE organizer IS 'A body that holds, runs or backs an event.';
COMMENT ON COLUMN organizer."n" IS 'order in the text, from 0';
COMMENT ON COLUMN organizer."fact_id" IS 'hash of doc_id, pipeline_key, kind, span, rules and value';
COMMENT ON COLUMN organizer."role" IS 'host, undertake, assist, guide or support';
COMMENT ON COLUMN organizer."canonical" IS 'id in the lexicon';
COMMENT ON COLUMN organizer."text" IS 'as written';
COMMENT ON COLUMN organizer."mentions" IS '[[start, end], …]';
COMMENT ON COLUMN organizer."rules" IS 'ids of the rules that made it';
COMMENT ON COLUMN organizer."repaired" IS 'null; certain; or model: rests on repaired characters';
CREATE TABLE quantity (
	doc_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	n INTEGER NOT NULL, 
	fact_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	value NUMERIC, 
	min NUMERIC, 
	max NUMERIC, 
	comparator TEXT NOT NULL, 
	unit TEXT, 
	currency TEXT, 
	noun TEXT, 
	condition_min NUMERIC, 
	condition_max NUMERIC, 
	condition_currency TEXT, 
	condition_unit TEXT, 
	condition_start INTEGER, 
	condition_end INTEGER, 
	role TEXT, 
	change TEXT, 
	basis TEXT, 
	text TEXT NOT NULL, 
	span_start INTEGER NOT NULL, 
	span_end INTEGER NOT NULL, 
	noun_start INTEGER, 
	noun_end INTEGER, 
	rules JSONB NOT NULL, 
	repaired TEXT, 
	confidence FLOAT NOT NULL, 
	PRIMARY KEY (doc_id, pipeline_key, n), 
	FOREIGN KEY(doc_id, pipeline_key) REFERENCES result (doc_id, pipeline_key) ON DELETE CASCADE, 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE
);
COMMENT ON TABLE quantity IS 'A count, amount of money, measure, percentage or multiple.';
COMMENT ON COLUMN quantity."n" IS 'order in the text, from 0';
COMMENT ON COLUMN quantity."fact_id" IS 'hash of doc_id, pipeline_key, kind, span, rules and value';
COMMENT ON COLUMN quantity."kind" IS 'count, amount, measure, percent or multiple';
COMMENT ON COLUMN quantity."value" IS 'null for a range';
COMMENT ON COLUMN quantity."min" IS 'null: open';
COMMENT ON COLUMN quantity."max" IS 'null: open';
COMMENT ON COLUMN quantity."comparator" IS '= > >= < <= ~ range';
COMMENT ON COLUMN quantity."currency" IS 'ISO 4217';
COMMENT ON COLUMN quantity."noun" IS 'what is counted, or what the amount is';
COMMENT ON COLUMN quantity."role" IS 'threshold, unit_price or null';
COMMENT ON COLUMN quantity."change" IS 'up, down, to or null';
COMMENT ON COLUMN quantity."rules" IS 'ids of the rules that made it';
COMMENT ON COLUMN quantity."repaired" IS 'null; certain; or model: rests on repaired characters';
CREATE TABLE post (
	doc_id TEXT NOT NULL, 
	pipeline_key TEXT NOT NULL, 
	official_n INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	fact_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	org TEXT, 
	title TEXT NOT NULL, 
	former BOOLEAN NOT NULL, 
	canonical TEXT, 
	text TEXT NOT NULL, 
	span_start INTEGER, 
	span_end INTEGER, 
	org_start INTEGER, 
	org_end INTEGER, 
	rules JSONB NOT NULL, 
	repaired TEXT, 
	confidence FLOAT NOT NULL, 
	PRIMARY KEY (doc_id, pipeline_key, official_n, n), 
	FOREIGN KEY(doc_id, pipeline_key, official_n) REFERENCES official (doc_id, pipeline_key, n) ON DELETE CASCADE, 
	FOREIGN KEY(doc_id, pipeline_key) REFERENCES result (doc_id, pipeline_key) ON DELETE CASCADE, 
	FOREIGN KEY(doc_id) REFERENCES document (doc_id) ON DELETE CASCADE
);
CREATE INDEX post_name ON post (name);
COMMENT ON TABLE post IS 'One post of one official.';
COMMENT ON COLUMN post."official_n" IS 'order in the text, from 0';
COMMENT ON COLUMN post."n" IS 'order in the text, from 0';
COMMENT ON COLUMN post."fact_id" IS 'hash of doc_id, pipeline_key, kind, span, rules and value';
COMMENT ON COLUMN post."name" IS 'the person';
COMMENT ON COLUMN post."org" IS 'the body; null when none is in reach';
COMMENT ON COLUMN post."rules" IS 'ids of the rules that made it';
COMMENT ON COLUMN post."repaired" IS 'null; certain; or model: rests on repaired characters';
CREATE VIEW current_document AS SELECT d.doc_id, d.id, d.title, d.published, d.source, d.url, d.chars, d.current_key AS pipeline_key, r.facts, r.flags, d.text FROM document d JOIN result r ON r.doc_id = d.doc_id AND r.pipeline_key = d.current_key WHERE d.superseded_by IS NULL;
CREATE VIEW current_event AS SELECT d.id AS document, d.title AS document_title, d.published, f.n, f.fact_id, f.name, f.place, f.start_date, f.end_date, f.part_of, f.text, f.span_start, f.span_end, f.mentions, f.rules, f.repaired, f.confidence, f.doc_id, f.pipeline_key FROM event f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL;
CREATE VIEW current_organizer AS SELECT d.id AS document, d.title AS document_title, d.published, f.n, f.fact_id, f.name, f.role, f.event, f.canonical, f.aliases, f.text, f.span_start, f.span_end, f.mentions, f.rules, f.repaired, f.confidence, f.doc_id, f.pipeline_key FROM organizer f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL;
CREATE VIEW current_official AS SELECT d.id AS document, d.title AS document_title, d.published, f.n, f.fact_id, f.name, f.text, f.span_start, f.span_end, f.mentions, f.rules, f.repaired, f.confidence, f.doc_id, f.pipeline_key FROM official f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL;
CREATE VIEW current_post AS SELECT d.id AS document, d.title AS document_title, d.published, f.official_n, f.n, f.fact_id, f.name, f.org, f.title, f.former, f.canonical, f.text, f.span_start, f.span_end, f.org_start, f.org_end, f.rules, f.repaired, f.confidence, f.doc_id, f.pipeline_key FROM post f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL;
CREATE VIEW current_company AS SELECT d.id AS document, d.title AS document_title, d.published, f.n, f.fact_id, f.name, f.canonical, f.aliases, f.text, f.span_start, f.span_end, f.mentions, f.rules, f.repaired, f.confidence, f.doc_id, f.pipeline_key FROM company f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL;
CREATE VIEW current_quantity AS SELECT d.id AS document, d.title AS document_title, d.published, f.n, f.fact_id, f.kind, f.value, f.min, f.max, f.comparator, f.unit, f.currency, f.noun, f.condition_min, f.condition_max, f.condition_currency, f.condition_unit, f.condition_start, f.condition_end, f.role, f.change, f.basis, f.text, f.span_start, f.span_end, f.noun_start, f.noun_end, f.rules, f.repaired, f.confidence, f.doc_id, f.pipeline_key FROM quantity f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL;
CREATE VIEW current_count AS SELECT d.id AS document, d.title AS document_title, d.published, f.text, f.value, f.min, f.max, f.comparator, f.unit, f.noun, f.change, f.basis, f.rules, f.confidence, f.span_start, f.span_end, f.fact_id, f.doc_id FROM quantity f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL AND f.kind = 'count';
CREATE VIEW current_amount AS SELECT d.id AS document, d.title AS document_title, d.published, f.text, f.value, f.min, f.max, f.comparator, f.currency, f.role, f.noun, f.change, f.basis, f.rules, f.confidence, f.span_start, f.span_end, f.fact_id, f.doc_id FROM quantity f JOIN document d ON d.doc_id = f.doc_id AND d.current_key = f.pipeline_key WHERE d.superseded_by IS NULL AND f.kind = 'amount';
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":-7605028176156540080,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":-6455577183721186636,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":2610630523902859308,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":4078009392815215618,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":6500954313259195046,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":6621557162239021423,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":7090860476975868299,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":7141577070885241873,"content_id":"d2684369f662e87fc1e5f111e18d0b57"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":-7288263526082738578,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":-5777818692924207329,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":-5109012529121205339,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":-1939607811186303983,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":-643565217157313666,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":2631511399635106248,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":7013675140635420093,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO band SELECT * FROM json_populate_record(NULL::band, '{"band":7856887456235380580,"content_id":"ec1fc52898d893fb14b01274482d9d59"}');
INSERT INTO pipeline SELECT * FROM json_populate_record(NULL::pipeline, '{"pipeline_key":"k1","fingerprint":"f1","extractor_version":"0.1.0","first_used":"2026-11-24T11:58:08Z"}');
INSERT INTO quarantine SELECT * FROM json_populate_record(NULL::quarantine, '{"item":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","id":"bad","origin":"in/bad.txt","pipeline_key":null,"stage":"read","reason":"is empty","remedy":"fetch it again","attempts":1,"document":null}');
INSERT INTO run SELECT * FROM json_populate_record(NULL::run, '{"run_id":1,"started":"2026-11-24T11:58:08Z","finished":"2026-11-24T11:58:08Z","status":"done","pipeline_key":null,"workers":1,"read":3,"done":2,"skipped":0,"duplicates":0,"quarantined":1,"facts":3,"chars":null,"seconds":0.1,"memory_mb":null}');
INSERT INTO schema_version SELECT * FROM json_populate_record(NULL::schema_version, '{"version":1,"applied":"2026-11-24T11:58:08Z"}');
INSERT INTO document SELECT * FROM json_populate_record(NULL::document, '{"doc_id":"d2684369f662e87fc1e5f111e18d0b57","number":1,"id":"old0","title":"题0","published":"2011-08-19","source":null,"url":"http://a.example/0","text":"由工业和信息化部主办的对接活动在乌鲁木齐举办，300余人参加。","chars":31,"superseded_by":null,"current_key":"k1"}');
INSERT INTO document SELECT * FROM json_populate_record(NULL::document, '{"doc_id":"ec1fc52898d893fb14b01274482d9d59","number":2,"id":"old1","title":"题1","published":"2011-08-19","source":null,"url":"http://a.example/1","text":"三一重工投资12.5亿元。","chars":13,"superseded_by":null,"current_key":"k1"}');
INSERT INTO result SELECT * FROM json_populate_record(NULL::result, '{"doc_id":"d2684369f662e87fc1e5f111e18d0b57","pipeline_key":"k1","status":"done","record_schema":1,"flags":[],"facts":1}');
INSERT INTO result SELECT * FROM json_populate_record(NULL::result, '{"doc_id":"ec1fc52898d893fb14b01274482d9d59","pipeline_key":"k1","status":"done","record_schema":1,"flags":[],"facts":2}');
INSERT INTO source SELECT * FROM json_populate_record(NULL::source, '{"content_id":"d2684369f662e87fc1e5f111e18d0b57","location":"http://a.example/0","doc_id":"d2684369f662e87fc1e5f111e18d0b57","seq":0,"id":"old0","title":"题0","published":"2011-08-19","source":null,"url":"http://a.example/0","clean_hash":"82627b1f6ecfc832e70dcf8115fa761d","text":null}');
INSERT INTO source SELECT * FROM json_populate_record(NULL::source, '{"content_id":"ec1fc52898d893fb14b01274482d9d59","location":"http://a.example/1","doc_id":"ec1fc52898d893fb14b01274482d9d59","seq":1,"id":"old1","title":"题1","published":"2011-08-19","source":null,"url":"http://a.example/1","clean_hash":"2831231176af735878575de66cb69785","text":null}');
INSERT INTO company SELECT * FROM json_populate_record(NULL::company, '{"doc_id":"ec1fc52898d893fb14b01274482d9d59","pipeline_key":"k1","n":0,"fact_id":"3977d69443ca1b84","name":"三一重工","canonical":null,"aliases":[],"text":"三一重工","span_start":0,"span_end":4,"mentions":[[0, 4]],"rules":["company.list"],"repaired":null,"confidence":1}');
INSERT INTO organizer SELECT * FROM json_populate_record(NULL::organizer, '{"doc_id":"d2684369f662e87fc1e5f111e18d0b57","pipeline_key":"k1","n":0,"fact_id":"3d6045394b20abb2","name":"工业和信息化部","role":"host","event":null,"canonical":null,"aliases":[],"text":"工业和信息化部","span_start":1,"span_end":8,"mentions":[[1, 8]],"rules":["role.host"],"repaired":null,"confidence":1}');
INSERT INTO quantity SELECT * FROM json_populate_record(NULL::quantity, '{"doc_id":"ec1fc52898d893fb14b01274482d9d59","pipeline_key":"k1","n":0,"fact_id":"e59ed0f5923280cf","kind":"amount","value":1250000000,"min":1250000000,"max":1250000000,"comparator":"=","unit":null,"currency":"CNY","noun":null,"condition_min":null,"condition_max":null,"condition_currency":null,"condition_unit":null,"condition_start":null,"condition_end":null,"role":null,"change":null,"basis":null,"text":"12.5亿元","span_start":6,"span_end":12,"noun_start":null,"noun_end":null,"rules":[],"repaired":null,"confidence":1}');
