BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE attached (
	document_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	clause_id VARCHAR NOT NULL, 
	question TEXT NOT NULL, 
	CONSTRAINT pk_attached PRIMARY KEY (document_id, ordinal), 
	CONSTRAINT fk_attached_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
);
CREATE TABLE attached_by_hand (
	id INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	clause_id VARCHAR NOT NULL, 
	question TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_attached_by_hand PRIMARY KEY (id), 
	CONSTRAINT uq_attached_by_hand_clause_id UNIQUE (clause_id, question), 
	CONSTRAINT fk_attached_by_hand_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "attached_by_hand" VALUES(1,'e9403157','e9403157-365abe7275','书记一年讲几次课','2026-11-28T02:57:21+00:00');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	document_id VARCHAR, 
	title VARCHAR NOT NULL, 
	note TEXT NOT NULL, 
	"before" JSON, 
	"after" JSON, 
	draft VARCHAR, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,'2026-11-28T02:57:21+00:00','王芳','10.0.0.8','生效','5ddf62bd','星河镇学习制度','制度.txt，2 条','{"version": null, "location": "/old/data/documents/57d5c4eb7c353be2/\u5236\u5ea6.txt", "decision": null}','{"version": 4, "location": "/old/data/documents/57d5c4eb7c353be2/\u5236\u5ea6.txt", "decision": null}','ff2f62f7eb477a61');
INSERT INTO "audit" VALUES(2,'2026-11-28T02:57:21+00:00','王芳','10.0.0.8','废止','f8a02d05','党费收缴规定','','{"version": 1, "location": "/old/corpus/\u515a\u8d39.txt", "decision": null}','{"version": 5, "location": "/old/corpus/\u515a\u8d39.txt", "decision": {"location": "/old/corpus/\u515a\u8d39.txt", "sha256": "2493a08ff78ef1942de162f75695be34585df16f9ecdeaa54d03b09f865d1da1", "status": "\u5df2\u5e9f\u6b62"}}',NULL);
INSERT INTO "audit" VALUES(3,'2026-11-28T02:57:21+00:00','王芳','10.0.0.8','关联相似问','e9403157','支部工作规则','书记一年讲几次课 → 1.党支部书记每年至少上2次党课。',NULL,NULL,NULL);
CREATE TABLE clauses (
	version_id INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	number VARCHAR, 
	path JSON NOT NULL, 
	list_title VARCHAR NOT NULL, 
	roles JSON NOT NULL, 
	scope JSON NOT NULL, 
	page INTEGER, 
	CONSTRAINT pk_clauses PRIMARY KEY (version_id, id), 
	CONSTRAINT fk_clauses_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
INSERT INTO "clauses" VALUES(1,'f8a02d05-3981881f06',0,13,24,'1','["\u4e00\u3001\u6536\u7f34"]','党费收缴规定','[]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(1,'f8a02d05-c6473c9aae',1,25,41,'2','["\u4e00\u3001\u6536\u7f34"]','党费收缴规定','[]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(2,'e9403157-be943e9c81',0,8,25,'1','[]','支部工作规则','["\u515a\u652f\u90e8"]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(2,'e9403157-1ef26cd135',1,26,49,'2','[]','支部工作规则','["\u515a\u652f\u90e8"]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(2,'e9403157-fad44f8082',2,50,60,'3','[]','支部工作规则','["\u515a\u652f\u90e8"]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(3,'e9403157-365abe7275',0,8,25,'1','[]','支部工作规则','["\u515a\u652f\u90e8"]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(3,'e9403157-1ef26cd135',1,26,49,'2','[]','支部工作规则','["\u515a\u652f\u90e8"]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(3,'e9403157-6e38d5ba69',2,50,60,'3','[]','支部工作规则','["\u515a\u652f\u90e8"]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(3,'e9403157-f386f33f69',3,61,71,'4','[]','支部工作规则','["\u515a\u652f\u90e8"]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(4,'5ddf62bd-fa5235434e',0,9,29,'1','[]','星河镇学习制度','[]','["\u519c\u6751"]',NULL);
INSERT INTO "clauses" VALUES(4,'5ddf62bd-f29d3a2924',1,30,44,'2','[]','星河镇学习制度','[]','["\u519c\u6751"]',NULL);
INSERT INTO "clauses" VALUES(5,'f8a02d05-3981881f06',0,13,24,'1','["\u4e00\u3001\u6536\u7f34"]','党费收缴规定','[]','["\u901a\u7528"]',NULL);
INSERT INTO "clauses" VALUES(5,'f8a02d05-c6473c9aae',1,25,41,'2','["\u4e00\u3001\u6536\u7f34"]','党费收缴规定','[]','["\u901a\u7528"]',NULL);
CREATE TABLE decisions (
	document_id VARCHAR NOT NULL, 
	location VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	status VARCHAR, 
	CONSTRAINT pk_decisions PRIMARY KEY (document_id), 
	CONSTRAINT fk_decisions_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "decisions" VALUES('f8a02d05','/old/corpus/党费.txt','2493a08ff78ef1942de162f75695be34585df16f9ecdeaa54d03b09f865d1da1','已废止');
CREATE TABLE documents (
	id VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	location VARCHAR NOT NULL, 
	current_version INTEGER, 
	CONSTRAINT pk_documents PRIMARY KEY (id), 
	CONSTRAINT uq_documents_source UNIQUE (source), 
	CONSTRAINT fk_documents_current_version FOREIGN KEY(current_version) REFERENCES versions (id)
);
INSERT INTO "documents" VALUES('f8a02d05','党费.txt','/old/corpus/党费.txt',5);
INSERT INTO "documents" VALUES('e9403157','规则.txt','/old/corpus/规则.txt',3);
INSERT INTO "documents" VALUES('5ddf62bd','uploads/ff2f62f7eb477a61/制度.txt','/old/data/documents/57d5c4eb7c353be2/制度.txt',4);
CREATE TABLE facts (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_facts PRIMARY KEY ("key")
);
INSERT INTO "facts" VALUES('revision','a954d801bde888d0709622a6a0ee979ef69daad1d7ceb53a10983b09a1a31511');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	question TEXT NOT NULL, 
	history JSON NOT NULL, 
	scope VARCHAR, 
	role VARCHAR, 
	status VARCHAR, 
	useful BOOLEAN, 
	remark TEXT NOT NULL, 
	clauses JSON NOT NULL, 
	done_at VARCHAR, 
	CONSTRAINT pk_feedback PRIMARY KEY (id)
);
INSERT INTO "feedback" VALUES(1,'2026-11-28T02:57:21+00:00','answer','书记讲几次课','[]',NULL,NULL,NULL,0,'不全','["e9403157-365abe7275"]',NULL);
CREATE TABLE segments (
	version_id INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	CONSTRAINT pk_segments PRIMARY KEY (version_id, start), 
	CONSTRAINT fk_segments_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
INSERT INTO "segments" VALUES(1,0,6,'heading');
INSERT INTO "segments" VALUES(1,6,8,'matter');
INSERT INTO "segments" VALUES(1,8,12,'heading');
INSERT INTO "segments" VALUES(1,12,13,'matter');
INSERT INTO "segments" VALUES(1,13,24,'clause');
INSERT INTO "segments" VALUES(1,24,25,'matter');
INSERT INTO "segments" VALUES(1,25,41,'clause');
INSERT INTO "segments" VALUES(1,41,42,'matter');
INSERT INTO "segments" VALUES(2,0,6,'heading');
INSERT INTO "segments" VALUES(2,6,8,'matter');
INSERT INTO "segments" VALUES(2,8,25,'clause');
INSERT INTO "segments" VALUES(2,25,26,'matter');
INSERT INTO "segments" VALUES(2,26,49,'clause');
INSERT INTO "segments" VALUES(2,49,50,'matter');
INSERT INTO "segments" VALUES(2,50,60,'clause');
INSERT INTO "segments" VALUES(2,60,61,'matter');
INSERT INTO "segments" VALUES(3,0,6,'heading');
INSERT INTO "segments" VALUES(3,6,8,'matter');
INSERT INTO "segments" VALUES(3,8,25,'clause');
INSERT INTO "segments" VALUES(3,25,26,'matter');
INSERT INTO "segments" VALUES(3,26,49,'clause');
INSERT INTO "segments" VALUES(3,49,50,'matter');
INSERT INTO "segments" VALUES(3,50,60,'clause');
INSERT INTO "segments" VALUES(3,60,61,'matter');
INSERT INTO "segments" VALUES(3,61,71,'clause');
INSERT INTO "segments" VALUES(3,71,72,'matter');
INSERT INTO "segments" VALUES(4,0,7,'heading');
INSERT INTO "segments" VALUES(4,7,9,'matter');
INSERT INTO "segments" VALUES(4,9,29,'clause');
INSERT INTO "segments" VALUES(4,29,30,'matter');
INSERT INTO "segments" VALUES(4,30,44,'clause');
INSERT INTO "segments" VALUES(4,44,45,'matter');
INSERT INTO "segments" VALUES(5,0,6,'heading');
INSERT INTO "segments" VALUES(5,6,8,'matter');
INSERT INTO "segments" VALUES(5,8,12,'heading');
INSERT INTO "segments" VALUES(5,12,13,'matter');
INSERT INTO "segments" VALUES(5,13,24,'clause');
INSERT INTO "segments" VALUES(5,24,25,'matter');
INSERT INTO "segments" VALUES(5,25,41,'clause');
INSERT INTO "segments" VALUES(5,41,42,'matter');
CREATE TABLE unanswered (
	id INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	asked_as TEXT NOT NULL, 
	history JSON NOT NULL, 
	first_at VARCHAR NOT NULL, 
	last_at VARCHAR NOT NULL, 
	count INTEGER NOT NULL, 
	done_at VARCHAR, 
	CONSTRAINT pk_unanswered PRIMARY KEY (id), 
	CONSTRAINT uq_unanswered_question UNIQUE (question)
);
INSERT INTO "unanswered" VALUES(1,'食堂几点开门','食堂几点开门','[]','2026-11-28T02:57:21+00:00','2026-11-28T02:57:21+00:00',1,NULL);
CREATE TABLE versions (
	id INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	parser VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	issuer VARCHAR, 
	date VARCHAR, 
	status VARCHAR NOT NULL, 
	scope JSON NOT NULL, 
	page_starts JSON NOT NULL, 
	text TEXT NOT NULL, 
	added_at VARCHAR NOT NULL, stated JSON, 
	CONSTRAINT pk_versions PRIMARY KEY (id), 
	CONSTRAINT fk_versions_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "versions" VALUES(1,'f8a02d05','2493a08ff78ef1942de162f75695be34585df16f9ecdeaa54d03b09f865d1da1','3cbc94e8366b79c826ce5630bfb5d2da6f938a98329704ab9cd7fc74a3e25675','txt/1+2','党费收缴规定',NULL,NULL,'现行','["\u901a\u7528"]','[]','党费收缴规定

一、收缴
1.党员每月交纳党费。
2.每季度公示1次党费收缴情况。
','2026-11-28T02:57:20+00:00',NULL);
INSERT INTO "versions" VALUES(2,'e9403157','ca4465c587dfefd38388a0ba0fb4ad8a90b5464c68ba88dcc05b76c3f3169622','e460e17097c0e7cb1f1bfa2046c845a1d99f8cf096863a21b4b5f6a8be6fd759','txt/1+2','支部工作规则',NULL,NULL,'现行','["\u901a\u7528"]','[]','支部工作规则

1.党支部书记每年至少上1次党课。
2.党支部委员会由3-5人组成，每月开1次会。
3.档案由专人保管。
','2026-11-28T02:57:20+00:00',NULL);
INSERT INTO "versions" VALUES(3,'e9403157','855afadb46eeb2fe299549e339563b7fdd41f73e8c9b6d1ad16939ba8f20e019','0fd06b7e5d18514c3bebf3e59413e64fd1ce3cd748bd59c9d24b1d6642044bce','txt/1+2','支部工作规则',NULL,NULL,'现行','["\u901a\u7528"]','[]','支部工作规则

1.党支部书记每年至少上2次党课。
2.党支部委员会由3-5人组成，每月开1次会。
3.年底前完成述职。
4.档案由专人保管。
','2026-11-28T02:57:21+00:00',NULL);
INSERT INTO "versions" VALUES(4,'5ddf62bd','57d5c4eb7c353be2a4dc0ed4a80d933017a180fff5b2ad4f9e2c34cbc7cf975b','13785139e7d82e686f354ffd35307d6e084dfe54a61144d6a9017232cd654759','txt/1+2','星河镇学习制度','星河镇党委','2024-05','现行','["\u519c\u6751"]','[]','星河镇学习制度

1.村党支部每季度至少组织2次集中学习。
2.学习记录由组织委员保存。
','2026-11-28T02:57:21+00:00','{"title": null, "issuer": "\u661f\u6cb3\u9547\u515a\u59d4", "scope": ["\u519c\u6751"], "date": "2024-05", "status": "\u73b0\u884c", "sha256": null}');
INSERT INTO "versions" VALUES(5,'f8a02d05','2493a08ff78ef1942de162f75695be34585df16f9ecdeaa54d03b09f865d1da1','3cbc94e8366b79c826ce5630bfb5d2da6f938a98329704ab9cd7fc74a3e25675','txt/1+2','党费收缴规定',NULL,NULL,'已废止','["\u901a\u7528"]','[]','党费收缴规定

一、收缴
1.党员每月交纳党费。
2.每季度公示1次党费收缴情况。
','2026-11-28T02:57:21+00:00',NULL);
CREATE INDEX ix_versions_document_id ON versions (document_id);
CREATE INDEX ix_clauses_id ON clauses (id);
CREATE INDEX ix_audit_document_id ON audit (document_id);
CREATE INDEX ix_audit_draft ON audit (draft);
CREATE INDEX ix_unanswered_last_at ON unanswered (last_at);
CREATE INDEX ix_feedback_question ON feedback (question);
COMMIT;
