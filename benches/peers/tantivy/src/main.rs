//! The same captions and queries in tantivy, set up for searching while one types: words with positions, the values of four
//! facets as numbers in columns, two threads. Usage: tantivy-peer CAPTIONS.jsonl QUERIES.jsonl FOLDER
//! Prints the columns of `cargo bench --bench catalog`.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use serde_json::Value;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, FAST, INDEXED, STORED};
use tantivy::{DocId, Index, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader, Term, doc};

const FACETS: [&str; 4] = ["place", "person", "credit", "year"];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Fields {
    words: Field,
    facets: [Field; 4],
    record: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("default")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = builder.add_text_field("words", TextOptions::default().set_indexing_options(indexing));
    let facets = FACETS.map(|facet| builder.add_u64_field(facet, FAST | INDEXED));
    let record = builder.add_bytes_field("record", STORED);
    (builder.build(), Fields { words, facets, record })
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, captions, queries, folder] = arguments.as_slice() else { return Err("three paths are wanted".into()) };
    let (schema, fields) = schema();
    let places_path = format!("{folder}.places.json");
    if !Path::new(folder).exists() {
        let since = Instant::now();
        build(captions, folder, &places_path, schema, &fields)?;
        println!("tantivy\tbuild_s\t{:.1}", since.elapsed().as_secs_f64());
    }
    let n_bytes: u64 = fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len())).sum::<std::io::Result<u64>>()?;
    println!("tantivy\tindex_bytes\t{n_bytes}");
    let places: HashMap<String, u64> = serde_json::from_slice(&fs::read(&places_path)?)?;
    let mut index = Index::open_in_dir(folder)?;
    index.set_multithread_executor(2)?;
    let searcher = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher();
    let lines = BufReader::new(fs::File::open(queries)?).lines();
    let asked: Vec<Value> = lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_>>()?;
    for with_counts in [false, true] {
        let mut times = Vec::new();
        for round in 0..4 {
            for query in &asked {
                let since = Instant::now();
                ask(&searcher, &fields, query, &places, with_counts)?;
                // The first round warms up and is not counted.
                if round > 0 {
                    times.push(since.elapsed().as_secs_f64() * 1000.0);
                }
            }
        }
        times.sort_by(f64::total_cmp);
        let name = if with_counts { "counts" } else { "page" };
        println!("tantivy\t{name}_p50_ms\t{:.2}", times[times.len() / 2]);
        println!("tantivy\t{name}_p99_ms\t{:.2}", times[times.len() * 99 / 100]);
    }
    Ok(())
}

fn build(captions: &str, folder: &str, places_path: &str, schema: Schema, fields: &Fields) -> Result<()> {
    fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema)?;
    let mut writer = index.writer_with_num_threads(2, 300_000_000)?;
    let mut ids: [HashMap<String, u64>; 3] = Default::default();
    for line in BufReader::new(fs::File::open(captions)?).lines() {
        let line = line?;
        let photo: Value = serde_json::from_str(&line)?;
        let text = |name: &str| photo[name].as_str().unwrap_or_default();
        let list = |name: &str| -> Vec<String> {
            photo[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let persons = list("persons_shown");
        let mut document = doc!(fields.record => line.as_bytes());
        let searched = ["caption", "credit_line", "creator", "city", "state", "country", "file"];
        for value in searched.iter().map(|name| text(name)).chain(persons.iter().map(String::as_str)) {
            document.add_text(fields.words, value);
        }
        list("keywords").iter().for_each(|keyword| document.add_text(fields.words, keyword));
        let values = [text("city"), persons.first().map_or("", String::as_str), text("credit_line")];
        for ((field, value), ids) in fields.facets.iter().zip(values).zip(&mut ids) {
            let next = ids.len() as u64;
            document.add_u64(*field, *ids.entry(value.to_owned()).or_insert(next));
        }
        document.add_u64(fields.facets[3], text("date_created")[..4].parse()?);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    fs::write(places_path, serde_json::to_vec(&ids[0])?)?;
    Ok(())
}

fn ask(
    searcher: &Searcher,
    fields: &Fields,
    query: &Value,
    places: &HashMap<String, u64>,
    with_counts: bool,
) -> Result<()> {
    let words = words_query(query, fields.words);
    let place = query["place"].as_str().map(|place| {
        let term = Term::from_field_u64(fields.facets[0], places.get(place).copied().unwrap_or(u64::MAX));
        Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
    });
    let years = query["years"].as_array().map(|years| {
        let year = |at: usize| Term::from_field_u64(fields.facets[3], years[at].as_u64().unwrap_or(0));
        let (from, to) = (std::ops::Bound::Included(year(0)), std::ops::Bound::Included(year(1)));
        Box::new(RangeQuery::new(from, to)) as Box<dyn Query>
    });
    let all = |parts: [Option<&Box<dyn Query>>; 3]| {
        BooleanQuery::intersection(parts.into_iter().flatten().map(|part| part.box_clone()).collect())
    };
    let whole = all([Some(&words), place.as_ref(), years.as_ref()]);
    if !with_counts {
        searcher.search(&whole, &Photos)?;
        return Ok(());
    }
    let own = |facet: usize| match facet {
        0 => place.is_some(),
        3 => years.is_some(),
        _ => false,
    };
    let shared: Vec<usize> = (0..4).filter(|facet| !own(*facet)).collect();
    searcher.search(&whole, &Counts { facets: shared })?;
    if place.is_some() {
        searcher.search(&all([Some(&words), None, years.as_ref()]), &Counts { facets: vec![0] })?;
    }
    if years.is_some() {
        searcher.search(&all([Some(&words), place.as_ref(), None]), &Counts { facets: vec![3] })?;
    }
    Ok(())
}

fn words_query(query: &Value, words: Field) -> Box<dyn Query> {
    let beginning = |word: &str| {
        Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(words, word), 0, true)) as Box<dyn Query>
    };
    let beginnings = |name: &str| -> Vec<Box<dyn Query>> {
        query[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(beginning).collect()
    };
    if let Some(phrase) = query["phrase"].as_str() {
        let terms: Vec<Term> =
            phrase.to_lowercase().split(' ').map(|word| Term::from_field_text(words, word)).collect();
        return Box::new(PhraseQuery::new(terms));
    }
    if let Some(without) = query["without"].as_str() {
        let mut parts: Vec<(Occur, Box<dyn Query>)> =
            beginnings("begins").into_iter().map(|part| (Occur::Must, part)).collect();
        parts.push((Occur::MustNot, beginning(without)));
        return Box::new(BooleanQuery::new(parts));
    }
    if query["any"].is_array() {
        return Box::new(BooleanQuery::union(beginnings("any")));
    }
    let mut all = beginnings("begins");
    match (all.len(), all.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            all.extend(last);
            Box::new(BooleanQuery::intersection(all))
        }
    }
}

/// All matching documents in their order, as Cutline finds them.
struct Photos;

struct SegmentPhotos(Vec<DocId>);

impl Collector for Photos {
    type Fruit = Vec<DocId>;
    type Child = SegmentPhotos;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentPhotos> {
        Ok(SegmentPhotos(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<DocId>>) -> tantivy::Result<Vec<DocId>> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for SegmentPhotos {
    type Fruit = Vec<DocId>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.0.push(document);
    }

    fn harvest(self) -> Vec<DocId> {
        self.0
    }
}

/// How many documents have each value of some facets.
struct Counts {
    facets: Vec<usize>,
}

struct SegmentCounts {
    columns: Vec<(Column<u64>, Vec<u32>)>,
}

impl Collector for Counts {
    type Fruit = Vec<Vec<u32>>;
    type Child = SegmentCounts;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounts> {
        let column = |facet: &usize| {
            let column = segment.fast_fields().u64(FACETS[*facet])?;
            let n_values = column.max_value() as usize + 1;
            Ok((column, vec![0; n_values]))
        };
        Ok(SegmentCounts { columns: self.facets.iter().map(column).collect::<tantivy::Result<_>>()? })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Vec<u32>>>) -> tantivy::Result<Vec<Vec<u32>>> {
        let mut sums: Vec<Vec<u32>> = vec![Vec::new(); self.facets.len()];
        for fruit in fruits {
            for (sum, counts) in sums.iter_mut().zip(fruit) {
                sum.resize(sum.len().max(counts.len()), 0);
                sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
        }
        Ok(sums)
    }
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Vec<Vec<u32>>;

    fn collect(&mut self, document: DocId, _: Score) {
        for (column, counts) in &mut self.columns {
            if let Some(value) = column.first(document) {
                counts[value as usize] += 1;
            }
        }
    }

    fn harvest(self) -> Vec<Vec<u32>> {
        self.columns.into_iter().map(|(_, counts)| counts).collect()
    }
}
