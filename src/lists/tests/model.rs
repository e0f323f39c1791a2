//! Lists beside plain vectors: whatever is done to both, they stay the same, and undo takes all of it back.

use proptest::prelude::*;

use super::*;

/// A change of the model: numbers are small, so that most hit something.
#[derive(Clone, Debug)]
enum Step {
    Add(usize, Vec<usize>, Option<usize>),
    Remove(usize, Vec<usize>),
    Move(usize, Vec<usize>, Option<usize>),
    Clear(usize),
    Create(Vec<usize>),
    Rename(usize, usize),
    Delete(usize),
    SetCurrent(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let numbers = || prop::collection::vec(0_usize..12, 0..6);
    let before = || prop::option::of(0_usize..12);
    let step = prop_oneof![
        4 => (0_usize..4, numbers(), before()).prop_map(|(list, numbers, before)| Step::Add(list, numbers, before)),
        2 => (0_usize..4, numbers()).prop_map(|(list, numbers)| Step::Remove(list, numbers)),
        4 => (0_usize..4, numbers(), before()).prop_map(|(list, numbers, before)| Step::Move(list, numbers, before)),
        1 => (0_usize..4).prop_map(Step::Clear),
        1 => numbers().prop_map(Step::Create),
        1 => (0_usize..4, 0_usize..4).prop_map(|(list, name)| Step::Rename(list, name)),
        1 => (0_usize..4).prop_map(Step::Delete),
        1 => (0_usize..4).prop_map(Step::SetCurrent),
    ];
    prop::collection::vec(step, 1..40)
}

/// Lists as plain vectors: the obvious way.
#[derive(Clone, Debug)]
struct Model {
    lists: Vec<(String, Vec<usize>)>,
    current: usize,
}

impl Model {
    /// Makes the step, and says whether it was possible.
    fn apply(&mut self, step: &Step) -> bool {
        let n_lists = self.lists.len();
        match step.clone() {
            Step::Add(list, numbers, before) => {
                let photos = &mut self.lists[list % n_lists].1;
                let mut at = place(photos, before);
                for number in numbers {
                    if !photos.contains(&number) {
                        photos.insert(at, number);
                        at += 1;
                    }
                }
            }
            Step::Remove(list, numbers) => self.lists[list % n_lists].1.retain(|number| !numbers.contains(number)),
            Step::Move(list, mut numbers, before) => {
                let photos = &mut self.lists[list % n_lists].1;
                let mut seen = vec![];
                numbers.retain(|number| {
                    photos.contains(number) && !seen.contains(number) && {
                        seen.push(*number);
                        true
                    }
                });
                let from = place(photos, before);
                let anchor = photos[from..].iter().copied().find(|number| !numbers.contains(number));
                photos.retain(|number| !numbers.contains(number));
                let at = place(photos, anchor);
                photos.splice(at..at, numbers);
            }
            Step::Clear(list) => self.lists[list % n_lists].1.clear(),
            Step::Create(numbers) => {
                let name = (1..).map(|n| format!("List {n}")).find(|name| !self.has_name(name)).unwrap();
                let mut photos = vec![];
                numbers.into_iter().for_each(|number| {
                    if !photos.contains(&number) {
                        photos.push(number)
                    }
                });
                self.lists.push((name, photos));
                self.current = n_lists;
            }
            Step::Rename(list, name) => {
                let name = format!("List {name}");
                if self.has_name(&name) && self.lists[list % n_lists].0 != name {
                    return false;
                }
                self.lists[list % n_lists].0 = name;
            }
            Step::Delete(_) if n_lists == 1 => return false,
            Step::Delete(list) => {
                let list = list % n_lists;
                self.lists.remove(list);
                if self.current > list || self.current == n_lists - 1 {
                    self.current -= 1;
                }
            }
            Step::SetCurrent(list) => self.current = list % n_lists,
        }
        true
    }

    fn has_name(&self, name: &str) -> bool {
        self.lists.iter().any(|(other, _)| other == name)
    }
}

fn place(photos: &[usize], before: Option<usize>) -> usize {
    photos.iter().position(|number| Some(*number) == before).unwrap_or(photos.len())
}

fn change_of(step: &Step, lists: &Lists) -> Change {
    let id = |list: usize| lists.all[list % lists.all.len()].id;
    match step.clone() {
        Step::Add(list, numbers, before) => add(id(list), &numbers, before),
        Step::Remove(list, numbers) => Change::Remove { list: id(list), keys: keys(&numbers) },
        Step::Move(list, numbers, before) => {
            Change::Move { list: id(list), keys: keys(&numbers), before: before.map(key) }
        }
        Step::Clear(list) => Change::Clear { list: id(list) },
        Step::Create(numbers) => Change::Create { name: None, photos: photos(&numbers) },
        Step::Rename(list, name) => Change::Rename { list: id(list), name: format!("List {name}") },
        Step::Delete(list) => Change::Delete { list: id(list) },
        Step::SetCurrent(list) => Change::SetCurrent { list: id(list) },
    }
}

fn assert_is(lists: &Lists, model: &Model) {
    let expected: Vec<_> = model.lists.iter().map(|(name, numbers)| (name.as_str(), photos(numbers))).collect();
    let found: Vec<_> = lists.all.iter().map(|list| (list.name.as_str(), list.photos.clone())).collect();
    assert_eq!(found, expected);
    assert_eq!(lists.all[model.current].id, lists.current);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lists_change_as_vectors_would_and_undo_takes_all_back(steps in steps()) {
        let mut database = in_memory();
        let mut model = Model { lists: vec![("List 1".to_owned(), vec![])], current: 0 };
        let start = database.snapshot().unwrap();
        let (mut lists, mut inverses) = (start.clone(), vec![]);
        for step in &steps {
            let before = lists.clone();
            let is_possible = model.apply(step);
            match database.apply(change_of(step, &lists)) {
                Ok(applied) => {
                    assert!(is_possible, "{step:?}");
                    lists = applied.lists;
                    assert_eq!(applied.inverse.is_none(), lists == before);
                    inverses.extend(applied.inverse.map(|inverse| (inverse, before)));
                }
                Err(error) => assert!(!is_possible, "{step:?}: {error}"),
            }
            assert_is(&lists, &model);
        }
        let end = lists;
        let mut redos = vec![];
        for (inverse, before) in inverses.into_iter().rev() {
            let undone = database.apply(inverse).unwrap();
            assert_eq!(undone.lists, before);
            redos.extend(undone.inverse);
        }
        assert_eq!(database.snapshot().unwrap(), start);
        for redo in redos.into_iter().rev() {
            database.apply(redo).unwrap();
        }
        assert_eq!(database.snapshot().unwrap(), end);
    }
}
