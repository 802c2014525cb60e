-- Room people: the view of posts "held today" left out those that are to end on a later day. Who holds a post on a day says
-- only post_held, with that day.
DROP VIEW post_now;
