//! Whether two texts differ by a slip of the finger or two.

/// One text becomes the other by so many letters at most that are left out, added, put in place of another, or
/// exchanged with their neighbour: [`strsim::osa_distance`] is no larger. Most texts differ by more in their first
/// letters already, and are told apart there.
pub(crate) fn is_within(one: &str, other: &str, most: usize) -> bool {
    match one.is_ascii() && other.is_ascii() {
        true => are_near(one.as_bytes(), other.as_bytes(), most),
        false => strsim::osa_distance(one, other) <= most,
    }
}

fn are_near(one: &[u8], other: &[u8], most: usize) -> bool {
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    if most == 0 {
        return one == other;
    }
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    match (&one[same..], &other[same..]) {
        // What is left of the longer one was added.
        ([], _) | (_, []) => true,
        ([a, one_rest @ ..], [b, other_rest @ ..]) => {
            let is_exchanged = one_rest.first() == Some(b) && other_rest.first() == Some(a);
            are_near(one_rest, other_rest, most - 1)
                || are_near(&one[same..], other_rest, most - 1)
                || are_near(one_rest, &other[same..], most - 1)
                || (is_exchanged && are_near(&one_rest[1..], &other_rest[1..], most - 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_the_distance_says() {
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut within = [0; 4];
        for _ in 0..50_000 {
            let mut text = || (0..next(8)).map(|_| ['a', 'b', 'c'][next(3) as usize]).collect::<String>();
            let (one, other) = (text(), text());
            let distance = strsim::osa_distance(&one, &other);
            for (most, count) in within.iter_mut().enumerate() {
                assert_eq!(is_within(&one, &other, most), distance <= most, "{one} {other} {most}");
                *count += usize::from(distance <= most);
            }
        }
        assert!(within.iter().all(|count| (1_000..49_000).contains(count)), "{within:?}");
        assert!(is_within("é-4", "e-4", 1) && !is_within("é-4", "e-5", 1));
    }
}
